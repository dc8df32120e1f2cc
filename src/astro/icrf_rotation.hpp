#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "astro/vectors.hpp"

namespace gmat_sweep::astro {

/// The small rotation between MJ2000Eq as GMAT's FK5 reduction has it and the ICRF, tabled by the
/// day. Immutable.
class IcrfRotation {
 public:
  struct Entry {
    double a1_mjd = 0;
    Vector3 rotation_rad = Vector3::Zero();
  };

  explicit IcrfRotation(std::vector<Entry> entries, std::string name);
  /// Reads GMAT's ICRF_Table.txt. Throws GmatSweepError with `name` and the line.
  static IcrfRotation from_icrf_table(std::string_view text, const std::string& name);
  /// Reads the project's own table (data/icrf_rotation.txt).
  static IcrfRotation from_own_table(std::string_view text, const std::string& name);

  /// ICRF to MJ2000Eq. Throws GmatSweepError outside the table, as GMAT does, naming its span.
  Matrix3 to_mj2000eq(double a1_mjd) const;

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  Vector3 interpolate(double a1_mjd) const;
  std::vector<Entry> entries_;
  std::string name_;
};

}  // namespace gmat_sweep::astro
