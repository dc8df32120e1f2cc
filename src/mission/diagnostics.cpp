#include "mission/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace gmat_sweep::mission {
namespace {

auto place(const Diagnostic& diagnostic) {
  return std::tie(diagnostic.location.file, diagnostic.location.line, diagnostic.location.column);
}

}  // namespace

std::vector<Diagnostic> Diagnostics::sorted() const {
  auto result = found_;
  std::ranges::stable_sort(
      result, [](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return place(a) == place(b) && a.text == b.text;
  };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

std::string to_text(const std::vector<Diagnostic>& diagnostics, const script::Script& script) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += script.where(diagnostic.location) + ": " + diagnostic.text;
  }
  return text;
}

}  // namespace gmat_sweep::mission
