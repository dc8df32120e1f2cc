#pragma once

#include <string>
#include <vector>

#include "script/script.hpp"

namespace gmat_sweep::mission {

/// Something in a script that the native engine cannot run, and where it
/// stands.
struct Diagnostic {
  script::Location location;
  std::string text;
};

/// Collects what is wrong with a script, so that all of it is said at once.
class Diagnostics {
 public:
  void add(const script::Location& location, std::string text) {
    found_.push_back({location, std::move(text)});
  }
  bool empty() const { return found_.empty(); }
  std::size_t size() const { return found_.size(); }

  /// In order of file, line and column, each once.
  std::vector<Diagnostic> sorted() const;

 private:
  std::vector<Diagnostic> found_;
};

/// `file:line:column: text`, one a line.
std::string to_text(const std::vector<Diagnostic>& diagnostics, const script::Script& script);

}  // namespace gmat_sweep::mission
