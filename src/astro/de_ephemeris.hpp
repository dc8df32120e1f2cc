#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "astro/ephemeris.hpp"
#include "astro/mapped_file.hpp"

namespace gmat_sweep::astro {

/// A JPL Development Ephemeris in its binary form (DE405, DE421, DE440, ...; either byte order):
/// records of Chebyshev coefficients, evaluated in GMAT's order of arithmetic.
class DeEphemeris final : public PlanetaryEphemeris {
 public:
  /// Whether `bytes` can be such a file, by its header.
  static bool is_de_file(std::string_view bytes);
  /// Throws GmatSweepError naming the file and what is wrong with it.
  explicit DeEphemeris(const std::filesystem::path& path);

  Vector3 position_km(Body body, const SplitTime& tdb_mjd) const override;
  Vector3 earth_position_km(const SplitTime& tdb_mjd,
                            const Vector3& luna_from_earth_km) const override;
  CartesianState state(Body body, const SplitTime& tdb_mjd) const override;
  bool has_librations() const override { return libration_.terms > 0; }
  LunarLibration libration(const SplitTime& tdb_mjd) const override;
  double first_tdb_mjd() const override { return first_mjd_; }
  double last_tdb_mjd() const override { return last_mjd_; }
  const std::string& name() const override { return name_; }

  int number() const { return number_; }
  double earth_moon_mass_ratio() const { return earth_moon_ratio_; }

 private:
  /// Where in a record a series stands (from zero), its terms and its pieces per record.
  struct Series {
    std::size_t begin = 0;
    std::size_t terms = 0;
    std::size_t pieces = 0;
  };
  /// One piece of one series: its coefficients, and the time within it in [-1, 1].
  struct Piece {
    const double* coefficients;
    std::size_t terms;
    double x;
    double rate_per_s;  ///< of x
  };

  void read_header(std::string_view bytes, bool swap);
  void take_records(std::string_view bytes, bool swap);
  Piece find(const Series& series, const SplitTime& tdb_mjd) const;
  [[noreturn]] void fail_outside(const SplitTime& tdb_mjd) const;

  std::string name_;
  MappedFile file_;
  std::vector<double> swapped_;  ///< the records, where the file's byte order is not ours
  const double* records_ = nullptr;
  std::size_t record_length_ = 0;
  std::size_t record_count_ = 0;
  double first_mjd_ = 0;
  double last_mjd_ = 0;
  double span_day_ = 0;
  int number_ = 0;
  double earth_moon_ratio_ = 0;
  std::array<Series, 11>
      series_{};  ///< Mercury, Venus, Earth-Moon barycentre, Mars, ..., Moon, Sun
  Series libration_;
};

}  // namespace gmat_sweep::astro
