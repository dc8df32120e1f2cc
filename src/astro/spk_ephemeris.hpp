#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "astro/ephemeris.hpp"
#include "astro/icrf_rotation.hpp"
#include "astro/mapped_file.hpp"

namespace gmat_sweep::astro {

/// A SPICE SPK file of planets, segments of types 2 and 3 (Chebyshev polynomials), either byte
/// order.
///
/// NOTE: GMAT turns SPICE's states from the ICRF into its MJ2000Eq axes, which it does not do with
/// a DE file; so do we. A body the file lacks (499, 599, ...) is taken at its system's barycentre.
class SpkEphemeris final : public PlanetaryEphemeris {
 public:
  /// Whether `bytes` begins as an SPK file does.
  static bool is_spk_file(std::string_view bytes);
  /// @param librations  where the Moon's librations come from, as an SPK holds none; may be null
  /// Throws GmatSweepError naming the file and what is wrong or missing in it.
  SpkEphemeris(const std::filesystem::path& path, std::shared_ptr<const IcrfRotation> icrf,
               std::shared_ptr<const PlanetaryEphemeris> librations);

  Vector3 position_km(Body body, const SplitTime& tdb_mjd) const override;
  CartesianState state(Body body, const SplitTime& tdb_mjd) const override;
  bool has_librations() const override { return librations_ && librations_->has_librations(); }
  LunarLibration libration(const SplitTime& tdb_mjd) const override;
  double first_tdb_mjd() const override { return first_mjd_; }
  double last_tdb_mjd() const override { return last_mjd_; }
  const std::string& name() const override { return name_; }

 private:
  struct Segment {
    std::int32_t target = 0;
    std::int32_t center = 0;
    std::int32_t type = 0;
    double first_s = 0;  ///< TDB since J2000
    double last_s = 0;
    std::size_t begin = 0;  ///< of its records, in doubles from the file's beginning
    double record_first_s = 0;
    double record_span_s = 0;
    std::size_t record_length = 0;
    std::size_t record_count = 0;
  };

  double real_at(std::size_t index) const;
  std::int32_t integer_at(std::size_t byte) const;
  void read_segments();
  void add_segment(std::size_t summary);
  void find_span();
  std::int32_t target_of(Body body) const;
  const Segment* find(std::int32_t target, double et_s) const;
  const Segment& find_or_throw(std::int32_t target, double et_s) const;
  CartesianState evaluate(const Segment& segment, double et_s) const;
  CartesianState from_center(Body body, double et_s) const;

  std::string name_;
  MappedFile file_;
  bool swap_ = false;
  std::vector<Segment> segments_;  ///< in the file's order: later ones prevail
  std::shared_ptr<const IcrfRotation> icrf_;
  std::shared_ptr<const PlanetaryEphemeris> librations_;
  double first_mjd_ = 0;
  double last_mjd_ = 0;
};

}  // namespace gmat_sweep::astro
