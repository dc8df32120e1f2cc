#include "astro/data_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include "astro/de_ephemeris.hpp"
#include "astro/embedded_data.hpp"
#include "astro/mapped_file.hpp"
#include "astro/spk_ephemeris.hpp"
#include "base/files.hpp"
#include "base/installation.hpp"
#include "base/lower_case.hpp"
#include "base/sha256.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::astro {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view built_in_prefix = "built-in: data/";

/// Bytes and where they came from.
struct Source {
  std::string name;  ///< for messages and DataUse
  std::string owned;
  std::string_view embedded;
  bool is_embedded = false;

  std::string_view text() const { return is_embedded ? embedded : std::string_view(owned); }
};

Source file_source(const fs::path& path) { return {path.string(), read_file(path), {}, false}; }

Source embedded_source(std::string_view path) {
  const auto table = embedded_table(path);
  if (!table) throw GmatSweepError(fmt::format("no built-in table {}", path));
  return {fmt::format("{}{}", built_in_prefix, path), {}, *table, true};
}

/// The file of that name in a folder, letter case aside, as GMAT's own scripts mix it.
std::optional<fs::path> find_in(const fs::path& folder, std::string_view name) {
  std::error_code ignored;
  const fs::path exact = folder / name;
  if (fs::is_regular_file(exact, ignored)) return exact;
  const std::string wanted = lower_case(name);
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (lower_case(entry.path().filename().string()) == wanted && entry.is_regular_file(ignored))
      return entry.path();
  return std::nullopt;
}

struct BuiltInField {
  std::string_view stem;
  Body body;
};
constexpr std::array<BuiltInField, 6> built_in_fields{{{"JGM2", Body::earth},
                                                       {"JGM3", Body::earth},
                                                       {"EGM96", Body::earth},
                                                       {"LP165P", Body::luna},
                                                       {"MGNP180U", Body::venus},
                                                       {"Mars50c", Body::mars}}};

std::optional<std::string> built_in_field_path(std::string_view stem, Body body) {
  for (const BuiltInField& field : built_in_fields)
    if (field.body == body && lower_case(field.stem) == lower_case(stem))
      return fmt::format("gravity/{}.txt", field.stem);
  return std::nullopt;
}

std::string built_in_field_names(Body body) {
  std::string names;
  for (const BuiltInField& field : built_in_fields)
    if (field.body == body) names += fmt::format("{}{}.cof", names.empty() ? "" : ", ", field.stem);
  return names.empty() ? "none" : names;
}

}  // namespace

struct DataCatalogue::Shared {
  Options options;
  std::mutex mutex;
  std::vector<DataUse> uses;
  std::shared_ptr<const LeapSeconds> leap_seconds;
  std::shared_ptr<const EarthOrientation> earth_orientation;
  std::shared_ptr<const NutationSeries> nutation;
  std::shared_ptr<const IcrfRotation> icrf_rotation;
  std::shared_ptr<const PlanetaryEphemeris> ephemeris;
  std::map<std::string, std::shared_ptr<const GravityModel>, std::less<>> gravity;
  std::map<std::string, std::shared_ptr<const ExponentialAtmosphere>, std::less<>> atmospheres;
  std::map<std::string, std::shared_ptr<const SpaceWeatherDays>, std::less<>> cssi;
  std::map<std::string, std::shared_ptr<const std::vector<SchattenMonth>>, std::less<>> schatten;

  /// A file of the GMAT data folder where there is one, else the built-in table.
  Source gmat_or_embedded(std::string_view gmat_path, std::string_view embedded_path) const {
    if (options.gmat_data) {
      const fs::path path = *options.gmat_data / gmat_path;
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) return file_source(path);
    }
    return embedded_source(embedded_path);
  }

  std::string manifest_name(const fs::path& file) const {
    const fs::path absolute = fs::absolute(file).lexically_normal();
    std::vector<fs::path> folders = own_data_folders();
    if (options.gmat_data) folders.push_back(*options.gmat_data);
    for (const fs::path& folder : folders) {
      const fs::path relative =
          absolute.lexically_relative(fs::absolute(folder).lexically_normal());
      if (!relative.empty() && *relative.begin() != "..") return relative.generic_string();
    }
    return absolute.string();
  }

  static std::string manifest_name_of_built_in(std::string_view name) {
    return fmt::format("built-in/{}", name.substr(built_in_prefix.size()));
  }

  void record_file(std::string item, const fs::path& path) {
    uses.push_back({std::move(item), path.string(), manifest_name(path), sha256_file_hex(path)});
  }

  void record(std::string item, const Source& source) {
    uses.push_back(
        {std::move(item), source.name,
         source.is_embedded ? manifest_name_of_built_in(source.name) : manifest_name(source.name),
         sha256_hex(source.text())});
  }

  const std::shared_ptr<const LeapSeconds>& load_leap_seconds() {
    if (leap_seconds) return leap_seconds;
    const Source source = gmat_or_embedded("time/tai-utc.dat", "leap_seconds.txt");
    leap_seconds = std::make_shared<const LeapSeconds>(
        source.is_embedded ? LeapSeconds::from_own_table(source.text(), source.name)
                           : LeapSeconds::from_tai_utc_dat(source.text(), source.name));
    record("leap seconds", source);
    return leap_seconds;
  }

  const std::shared_ptr<const EarthOrientation>& load_earth_orientation() {
    if (earth_orientation) return earth_orientation;
    const LeapSeconds& steps = *load_leap_seconds();
    const Source source =
        gmat_or_embedded("planetary_coeff/eopc04_08.62-now", "earth_orientation.txt");
    earth_orientation = std::make_shared<const EarthOrientation>(
        source.is_embedded ? EarthOrientation::parse_own_table(source.text(), source.name)
                           : EarthOrientation::parse_eopc04(source.text(), source.name),
        steps, source.name);
    record("Earth orientation", source);
    return earth_orientation;
  }

  const std::shared_ptr<const NutationSeries>& load_nutation() {
    if (nutation) return nutation;
    const Source source = gmat_or_embedded("planetary_coeff/NUTATION.DAT", "nutation.txt");
    nutation = std::make_shared<const NutationSeries>(
        source.is_embedded ? NutationSeries::from_own_table(source.text(), source.name)
                           : NutationSeries::from_nutation_dat(source.text(), source.name));
    record("nutation", source);
    return nutation;
  }

  const std::shared_ptr<const IcrfRotation>& load_icrf_rotation() {
    if (icrf_rotation) return icrf_rotation;
    const Source source = gmat_or_embedded("icrf/ICRF_Table.txt", "icrf_rotation.txt");
    icrf_rotation = std::make_shared<const IcrfRotation>(
        source.is_embedded ? IcrfRotation::from_own_table(source.text(), source.name)
                           : IcrfRotation::from_icrf_table(source.text(), source.name));
    record("ICRF rotation", source);
    return icrf_rotation;
  }

  /// A DE file of GMAT's or our own, or nothing and where it was looked for.
  std::optional<fs::path> find_de_file(std::string& looked_for) const {
    std::error_code ignored;
    std::vector<fs::path> candidates;
    if (options.gmat_data)
      candidates.push_back(*options.gmat_data / "planetary_ephem" / "de" / "leDE1941.405");
    for (const fs::path& folder : own_data_folders()) candidates.push_back(folder / "de405.bin");
    for (const fs::path& candidate : candidates) {
      if (fs::is_regular_file(candidate, ignored)) return candidate;
      looked_for += "\n  " + candidate.string();
    }
    return std::nullopt;
  }

  std::shared_ptr<const PlanetaryEphemeris> read_de_file(const fs::path& path, std::string item) {
    auto file = std::make_shared<const DeEphemeris>(path);
    record_file(std::move(item), path);
    return file;
  }

  std::shared_ptr<const PlanetaryEphemeris> read_named_ephemeris(const fs::path& path) {
    const MappedFile file(path);
    if (DeEphemeris::is_de_file(file.bytes())) return read_de_file(path, "planetary ephemeris");
    if (!SpkEphemeris::is_spk_file(file.bytes()))
      throw GmatSweepError(
          fmt::format("{}: neither a JPL DE binary file nor a SPICE SPK file", path.string()));
    std::string looked_for;
    std::shared_ptr<const PlanetaryEphemeris> librations;
    if (const auto de_file = find_de_file(looked_for))
      librations = read_de_file(*de_file, "lunar librations");
    auto spk = std::make_shared<const SpkEphemeris>(path, load_icrf_rotation(), librations);
    record_file("planetary ephemeris", path);
    return spk;
  }

  const std::shared_ptr<const PlanetaryEphemeris>& load_ephemeris() {
    if (ephemeris) return ephemeris;
    if (options.ephemeris) {
      ephemeris = read_named_ephemeris(*options.ephemeris);
      return ephemeris;
    }
    std::string looked_for;
    const auto path = find_de_file(looked_for);
    if (!path)
      throw GmatSweepError(fmt::format(
          "no planetary ephemeris found; name a JPL DE binary or an SPK (--ephemeris), or build "
          "with Debian's casacore-data-jpl-de405 installed. Looked for:{}",
          looked_for));
    ephemeris = read_de_file(*path, "planetary ephemeris");
    return ephemeris;
  }

  /// Where a potential file is: the path itself, GMAT's folder of that body, or built in.
  Source find_gravity(std::string_view potential_file, Body body) const {
    fs::path file(potential_file);
    if (!file.has_extension()) file += ".cof";
    std::error_code ignored;
    if (file.has_parent_path() && fs::is_regular_file(file, ignored)) return file_source(file);
    const std::string name = file.filename().string();
    std::string looked_in = file.has_parent_path() ? file.string() : std::string();
    if (options.gmat_data) {
      const fs::path folder = *options.gmat_data / "gravity" / lower_case(constants_of(body).name);
      if (const auto found = find_in(folder, name)) return file_source(*found);
      looked_in += fmt::format("{}{}", looked_in.empty() ? "" : ", ", folder.string());
    }
    const auto built_in = built_in_field_path(file.stem().string(), body);
    if (built_in && lower_case(file.extension().string()) == ".cof")
      return embedded_source(*built_in);
    throw GmatSweepError(fmt::format(
        "gravity file {} for {} not found{}{}; built in for {}: {} (to degree and order 20)",
        potential_file, constants_of(body).name, looked_in.empty() ? "" : " in ", looked_in,
        constants_of(body).name, built_in_field_names(body)));
  }

  static GravityModel read_gravity(const Source& source) {
    if (source.is_embedded) return GravityModel::from_own_table(source.text(), source.name);
    const std::string kind = lower_case(fs::path(source.name).extension().string());
    if (kind == ".cof") return GravityModel::from_cof(source.text(), source.name);
    if (kind == ".grv") return GravityModel::from_grv(source.text(), source.name);
    throw GmatSweepError(fmt::format(
        "gravity file {}: .cof and .grv files are read, as in GMAT, found {}", source.name, kind));
  }

  /// A .tide file: the path itself, or GMAT's folder of that body.
  Source find_tide(std::string_view tide_file, Body body) const {
    fs::path file(tide_file);
    if (!file.has_extension()) file += ".tide";
    std::error_code ignored;
    if (file.has_parent_path() && fs::is_regular_file(file, ignored)) return file_source(file);
    if (options.gmat_data) {
      const fs::path folder = *options.gmat_data / "gravity" / lower_case(constants_of(body).name);
      if (const auto found = find_in(folder, file.filename().string())) return file_source(*found);
    }
    throw GmatSweepError(fmt::format(
        "tide file {} for {} not found; give its path, or a GMAT data folder that holds it",
        tide_file, constants_of(body).name));
  }

  /// A file of weather or density: the path itself, or GMAT's atmosphere folder of that body.
  Source find_atmosphere(std::string_view named, Body body, std::string_view what) const {
    const fs::path file(named);
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) return file_source(file);
    std::string looked_in = file.string();
    if (options.gmat_data) {
      // GMAT's own folder of programs, from which its scripts give paths.
      const fs::path beside = options.gmat_data->parent_path() / "bin" / file;
      if (file.is_relative() && fs::is_regular_file(beside, ignored)) return file_source(beside);
      const fs::path folder =
          *options.gmat_data / "atmosphere" / lower_case(constants_of(body).name);
      if (const auto found = find_in(folder, file.filename().string())) return file_source(*found);
      looked_in += fmt::format(", {}", folder.string());
    }
    throw GmatSweepError(fmt::format(
        "{} {} not found (looked for {}); give its path, or a GMAT data folder that holds it "
        "(--gmat-data)",
        what, named, looked_in));
  }

  Source find_exponential(std::string_view input_file, Body body) const {
    if (!input_file.empty())
      return find_atmosphere(input_file, body, "exponential atmosphere file");
    const std::string_view name = constants_of(body).name;
    if (options.gmat_data) {
      const fs::path path = *options.gmat_data / "atmosphere" / lower_case(name) /
                            fmt::format("{}ExponentialAtmosphereData.txt", name);
      std::error_code ignored;
      if (fs::is_regular_file(path, ignored)) return file_source(path);
    }
    if (body == Body::earth) return embedded_source("atmosphere/earth_exponential.txt");
    if (body == Body::mars) return embedded_source("atmosphere/mars_exponential.txt");
    throw GmatSweepError(
        fmt::format("there is no exponential atmosphere of {}: name one (Drag.InputFile), or take "
                    "Earth or Mars",
                    name));
  }

  std::shared_ptr<const GravityModel> load_gravity(std::string_view potential_file, Body body) {
    const std::string key = fmt::format("{}:{}", constants_of(body).name, potential_file);
    if (const auto found = gravity.find(key); found != gravity.end()) return found->second;
    const Source source = find_gravity(potential_file, body);
    auto model = std::make_shared<const GravityModel>(read_gravity(source));
    gravity.emplace(key, model);
    record(fmt::format("gravity {}", fs::path(potential_file).filename().string()), source);
    return model;
  }
};

std::vector<fs::path> own_data_folders() {
  std::vector<fs::path> folders;
  if (const char* set = std::getenv("GMAT_SWEEP_DATA")) folders.emplace_back(set);
  const fs::path shared = fs::path("share") / "gmat-sweep" / "data";
  folders.push_back(executable_folder().parent_path() / shared);
  folders.push_back(executable_folder().parent_path().parent_path() / shared);
  folders.emplace_back(GMAT_SWEEP_INSTALLED_DATA);
  folders.emplace_back(GMAT_SWEEP_BUILT_DATA);
  return folders;
}

DataCatalogue::DataCatalogue() : DataCatalogue(Options()) {}

DataCatalogue::DataCatalogue(Options options) : shared_(std::make_shared<Shared>()) {
  std::error_code ignored;
  if (options.gmat_data && !fs::is_directory(*options.gmat_data, ignored))
    throw GmatSweepError(fmt::format(
        "GMAT data folder {} does not exist; expected a folder with gravity/, planetary_coeff/, "
        "planetary_ephem/ and time/ ($GMAT_ROOT/data)",
        options.gmat_data->string()));
  if (options.ephemeris && !fs::is_regular_file(*options.ephemeris, ignored))
    throw GmatSweepError(
        fmt::format("ephemeris file {} does not exist; expected a JPL DE binary or an SPK file",
                    options.ephemeris->string()));
  shared_->options = std::move(options);
}

DataCatalogue DataCatalogue::with_notes(std::shared_ptr<DataNotes> notes) const {
  DataCatalogue copy(*this);
  copy.notes_ = std::move(notes);
  return copy;
}

std::shared_ptr<const LeapSeconds> DataCatalogue::leap_seconds() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->load_leap_seconds();
}

std::shared_ptr<const EarthOrientation> DataCatalogue::earth_orientation() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->load_earth_orientation();
}

std::shared_ptr<const NutationSeries> DataCatalogue::nutation() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->load_nutation();
}

std::shared_ptr<const IcrfRotation> DataCatalogue::icrf_rotation() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->load_icrf_rotation();
}

TimeConverter DataCatalogue::time_converter() const {
  const std::scoped_lock lock(shared_->mutex);
  return {shared_->load_leap_seconds(), shared_->load_earth_orientation(), notes_};
}

std::shared_ptr<const GravityModel> DataCatalogue::gravity(std::string_view potential_file,
                                                           Body body, int degree, int order) const {
  const std::scoped_lock lock(shared_->mutex);
  auto model = shared_->load_gravity(potential_file, body);
  if (degree > model->degree() || order > model->order()) {
    const bool is_built_in = model->name().starts_with("built-in");
    throw GmatSweepError(fmt::format(
        "gravity {} ({}): degree {} and order {} asked for, {} and {} held{}", potential_file,
        model->name(), degree, order, model->degree(), model->order(),
        is_built_in ? "; with a GMAT data folder (--gmat-data) the whole file is read" : ""));
  }
  return model;
}

std::shared_ptr<const PlanetaryEphemeris> DataCatalogue::ephemeris() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->load_ephemeris();
}

LoveNumbers DataCatalogue::tide(std::string_view tide_file, Body body) const {
  const std::scoped_lock lock(shared_->mutex);
  const Source source = shared_->find_tide(tide_file, body);
  LoveNumbers love = LoveNumbers::from_tide_file(source.text(), source.name);
  shared_->record(fmt::format("tide {}", fs::path(tide_file).filename().string()), source);
  return love;
}

std::shared_ptr<const ExponentialAtmosphere> DataCatalogue::exponential_atmosphere(
    std::string_view input_file, Body body) const {
  const std::scoped_lock lock(shared_->mutex);
  const std::string key = fmt::format("{}:{}", constants_of(body).name, input_file);
  auto& kept = shared_->atmospheres[key];
  if (kept) return kept;
  const Source source = shared_->find_exponential(input_file, body);
  kept = std::make_shared<const ExponentialAtmosphere>(
      ExponentialAtmosphere::parse(source.text(), source.name));
  shared_->record(fmt::format("exponential atmosphere of {}", constants_of(body).name), source);
  return kept;
}

std::shared_ptr<const SpaceWeatherDays> DataCatalogue::cssi_space_weather(
    std::string_view file) const {
  const std::scoped_lock lock(shared_->mutex);
  auto& kept = shared_->cssi[std::string(file)];
  if (kept) return kept;
  const Source source = shared_->find_atmosphere(file, Body::earth, "space weather file");
  kept = std::make_shared<const SpaceWeatherDays>(
      parse_cssi_space_weather(source.text(), source.name));
  shared_->record("space weather", source);
  return kept;
}

std::shared_ptr<const std::vector<SchattenMonth>> DataCatalogue::schatten_predictions(
    std::string_view file) const {
  const std::scoped_lock lock(shared_->mutex);
  auto& kept = shared_->schatten[std::string(file)];
  if (kept) return kept;
  const Source source = shared_->find_atmosphere(file, Body::earth, "Schatten file");
  kept = std::make_shared<const std::vector<SchattenMonth>>(
      parse_schatten_predictions(source.text(), source.name));
  shared_->record("predicted space weather", source);
  return kept;
}

bool DataCatalogue::has_named_ephemeris() const { return shared_->options.ephemeris.has_value(); }

std::vector<DataUse> DataCatalogue::uses() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->uses;
}

}  // namespace gmat_sweep::astro
