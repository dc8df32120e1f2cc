#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gmat_sweep/design.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// What a Design is made of: one implementation for each kind.
class DesignRows {
 public:
  DesignRows(Value::Map parameter_spec, std::vector<std::string> fields, std::int64_t run_count);
  virtual ~DesignRows() = default;
  DesignRows(const DesignRows&) = delete;
  DesignRows& operator=(const DesignRows&) = delete;

  const Value::Map& parameter_spec() const { return parameter_spec_; }
  const std::vector<std::string>& fields() const { return fields_; }
  std::int64_t run_count() const { return run_count_; }

  virtual std::string_view kind() const = 0;
  /// @pre 0 <= run_id < run_count()
  virtual Value::Map overrides(std::int64_t run_id) const = 0;
  virtual const Value& seed() const;
  virtual Value run_seed(std::int64_t run_id) const;
  /// The base's refuses. @pre new_run_count > run_count()
  virtual Design extended_to(std::int64_t new_run_count) const;

 private:
  Value::Map parameter_spec_;
  std::vector<std::string> fields_;
  std::int64_t run_count_;
};

}  // namespace gmat_sweep
