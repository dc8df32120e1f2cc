#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/atmosphere_exponential.hpp"
#include "astro/bodies.hpp"
#include "astro/data_notes.hpp"
#include "astro/earth_orientation.hpp"
#include "astro/ephemeris.hpp"
#include "astro/force_tides.hpp"
#include "astro/gravity_field.hpp"
#include "astro/icrf_rotation.hpp"
#include "astro/leap_seconds.hpp"
#include "astro/nutation.hpp"
#include "astro/space_weather_files.hpp"
#include "astro/time_systems.hpp"

namespace gmat_sweep::astro {

/// One piece of data that was loaded, for --verbose and the manifest.
struct DataUse {
  std::string item;    ///< "leap seconds", "gravity JGM2.cof", ...
  std::string source;  ///< the file, or "built-in: " and where its numbers come from
  /// For manifests: relative to the data folder it came from, "built-in/..." or, of files the user
  /// named, absolute.
  std::string name;
  std::string sha256;  ///< of the file's bytes, 64 hex digits
};

/// Where data come from: a GMAT data folder where one is given and holds the file, else the
/// tables built into the library. A handle: copies share what was loaded. Safe from any thread;
/// what it hands out is immutable.
class DataCatalogue {
 public:
  struct Options {
    /// GMAT's data folder ($GMAT_ROOT/data).
    std::optional<std::filesystem::path> gmat_data = {};
    /// A JPL DE binary or an SPK, instead of the catalogue's own DE405.
    std::optional<std::filesystem::path> ephemeris = {};
  };

  /// Built-in data only.
  DataCatalogue();
  /// Throws GmatSweepError when the folder or file named does not exist.
  explicit DataCatalogue(Options options);

  /// The same data for one run: what the run's own objects (time converters, axes) have to say of
  /// them goes to `notes`.
  DataCatalogue with_notes(std::shared_ptr<DataNotes> notes) const;
  /// Null without.
  const std::shared_ptr<DataNotes>& notes() const { return notes_; }

  /// The loaders below throw GmatSweepError naming the file, and the line where it is malformed.
  std::shared_ptr<const LeapSeconds> leap_seconds() const;
  std::shared_ptr<const EarthOrientation> earth_orientation() const;
  std::shared_ptr<const NutationSeries> nutation() const;
  std::shared_ptr<const IcrfRotation> icrf_rotation() const;
  TimeConverter time_converter() const;

  /// The gravity model of a script's PotentialFile ("JGM2.cof", or a path) for `body`.
  /// Throws GmatSweepError when it is neither built in nor found, or holds less than `degree` and
  /// `order`; the message says what is at hand.
  std::shared_ptr<const GravityModel> gravity(std::string_view potential_file, Body body,
                                              int degree, int order) const;

  /// The Love numbers of a script's TideFile. Throws GmatSweepError when it is not found.
  LoveNumbers tide(std::string_view tide_file, Body body) const;

  /// The exponential atmosphere of a script's InputFile; without one, of GMAT's folder of that
  /// body, else built in (Earth, Mars). Throws GmatSweepError when there is none.
  std::shared_ptr<const ExponentialAtmosphere> exponential_atmosphere(std::string_view input_file,
                                                                      Body body) const;
  /// The space weather of a script's CSSISpaceWeatherFile or SchattenFile: a path, or a file of
  /// GMAT's atmosphere/earth folder. Throws GmatSweepError when it is not found.
  std::shared_ptr<const SpaceWeatherDays> cssi_space_weather(std::string_view file) const;
  std::shared_ptr<const std::vector<SchattenMonth>> schatten_predictions(
      std::string_view file) const;

  /// The planetary ephemeris: the one named in the options, else GMAT's DE405 of a GMAT data
  /// folder, else the project's own DE405 (see `own_data_folders`).
  std::shared_ptr<const PlanetaryEphemeris> ephemeris() const;

  /// Whether the options name a planetary ephemeris.
  bool has_named_ephemeris() const;

  /// What has been loaded so far, each item once, in the order of first use.
  std::vector<DataUse> uses() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<DataNotes> notes_;
};

/// Where the project's own large files (de405.bin) are looked for, in order: $GMAT_SWEEP_DATA,
/// beside the running program's installation, where the library was installed, where it was built.
std::vector<std::filesystem::path> own_data_folders();

}  // namespace gmat_sweep::astro
