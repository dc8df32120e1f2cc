#include "mission/solar_system_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "mission/tables/body_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::Body;
using tables::body_fields;

/// Pictures, kernels that only SPICE's orientation reads, and the source of the orientation, which
/// GMAT takes in any words and does not heed for its own bodies.
constexpr std::array<std::string_view, 18> without_effect = {"TextureMapFileName",
                                                             "3DModelFile",
                                                             "3DModelOffsetX",
                                                             "3DModelOffsetY",
                                                             "3DModelOffsetZ",
                                                             "3DModelRotationX",
                                                             "3DModelRotationY",
                                                             "3DModelRotationZ",
                                                             "3DModelScale",
                                                             "SpiceFrameId",
                                                             "FrameSpiceKernelName",
                                                             "OrbitSpiceKernelName",
                                                             "PlanetarySpiceKernelName",
                                                             "SCClockSpiceKernelName",
                                                             "DSNMediaFileDirectories",
                                                             "RotationDataSource",
                                                             "OrbitColor",
                                                             "TargetColor"};

/// GMAT takes these for PosVelSource and heeds none: the SolarSystem's source rules.
constexpr std::array<std::string_view, 5> position_sources = {"DE405", "DE421", "DE424", "DE430",
                                                              "SPICE"};

constexpr std::string_view eop_file = "eopc04_08.62-now";

struct OwnNumber {
  std::string_view field;
  double value;
};

std::optional<double> own_number(const astro::BodyConstants& body, std::string_view field) {
  const auto& o = body.orientation_deg;
  const std::array numbers = {
      OwnNumber{"NAIFId", static_cast<double>(body.naif_id)},
      OwnNumber{"OrientationEpoch", astro::a1_mjd_of_j2000},
      OwnNumber{"SpinAxisRAConstant", o[0]},
      OwnNumber{"SpinAxisRARate", o[1]},
      OwnNumber{"SpinAxisDECConstant", o[2]},
      OwnNumber{"SpinAxisDECRate", o[3]},
      OwnNumber{"RotationConstant", o[4]},
      OwnNumber{"RotationRate", o[5]},
  };
  const auto found = std::ranges::find(numbers, field, &OwnNumber::field);
  if (found == numbers.end()) return std::nullopt;
  return found->value;
}

bool ends_in(std::string_view path, std::string_view name) {
  return path.ends_with(name) &&
         (path.size() == name.size() || path[path.size() - name.size() - 1] == '/' ||
          path[path.size() - name.size() - 1] == '\\');
}

std::string set_body_field(Program& program, const astro::BodyConstants& body,
                           std::string_view field, const Literal& value) {
  if (std::ranges::find(without_effect, field) != without_effect.end()) return {};
  const auto constant = body_field(field);
  if (constant && (field != "NutationUpdateInterval" || body.body == Body::earth)) {
    const auto converted = convert(body_fields[*constant], value);
    if (!converted.value) return converted.problem;
    body_constant(program.bodies[body.body], *constant) = std::get<double>(*converted.value);
    return {};
  }
  if (const auto own = own_number(body, field)) {
    if (value.number() != nullptr && *value.number() == *own) return {};
    return fmt::format(
        "changing GMAT's own {} is not supported by the native engine; {} is {}, "
        "found {}",
        body.name, field, *own, describe(value));
  }
  if (field == "EopFileName" && body.body == Body::earth) {
    if (value.word() != nullptr && ends_in(*value.word(), eop_file)) return {};
    return fmt::format("the native engine reads {} (of the GMAT data folder, or its own), found {}",
                       eop_file, describe(value));
  }
  if (field == "PosVelSource") {
    if (value.word() != nullptr &&
        std::ranges::find(position_sources, *value.word()) != position_sources.end()) {
      return {};
    }
    return fmt::format("expected one of {}, found {}", fmt::join(position_sources, ", "),
                       describe(value));
  }
  // Which body moves about which is in the ephemeris: GMAT takes any body and changes nothing.
  if (field == "CentralBody") {
    if (value.word() != nullptr && astro::find_body(*value.word())) return {};
    return fmt::format("expected a body, found {}", describe(value));
  }
  return fmt::format("changing GMAT's own {} is not supported by the native engine", body.name);
}

std::string set_system_field(std::string_view field, const Literal& value,
                             const astro::DataCatalogue& data) {
  constexpr std::array<std::string_view, 3> files_of_spice = {"SPKFilename", "LSKFilename",
                                                              "PCKFilename"};
  if (std::ranges::find(files_of_spice, field) != files_of_spice.end()) return {};
  const bool is_de405 = field == "EphemerisSource"
                            ? value.word() != nullptr && *value.word() == "DE405"
                            : value.word() != nullptr && ends_in(*value.word(), "leDE1941.405");
  if (field == "EphemerisSource" || field == "DEFilename") {
    if (is_de405 || data.has_named_ephemeris()) return {};
    return fmt::format(
        "the native engine's planetary ephemeris is DE405; another is named with --ephemeris FILE "
        "(a JPL DE binary or an SPK), found {}",
        describe(value));
  }
  if (field == "EphemerisUpdateInterval") {
    if (value.number() != nullptr && *value.number() == 0.0) return {};
    return fmt::format("only 0 is supported by the native engine, found {}", describe(value));
  }
  if (field == "UseTTForEphemeris") {
    // A script's false is a word, an override's a truth value.
    if (value.boolean() != nullptr && !*value.boolean()) return {};
    if (value.word() != nullptr && *value.word() == "false") return {};
    return fmt::format("only false is supported by the native engine, found {}", describe(value));
  }
  return "the native engine knows no such field of SolarSystem; it takes EphemerisSource, "
         "DEFilename, EphemerisUpdateInterval, UseTTForEphemeris and the names of SPICE files";
}

}  // namespace

std::optional<std::size_t> body_field(std::string_view name) {
  const auto found = std::ranges::find(body_fields, name, &Field::name);
  if (found == std::end(body_fields)) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(body_fields));
}

std::vector<std::string> body_constants(Body body) {
  std::vector<std::string> names;
  for (const auto& field : body_fields) names.emplace_back(field.name);
  if (body != Body::earth) std::erase(names, "NutationUpdateInterval");
  return names;
}

double& body_constant(astro::BodyConstants& body, std::size_t index) {
  if (index == field_index(body_fields, "Mu")) return body.mu_km3_s2;
  if (index == field_index(body_fields, "EquatorialRadius")) return body.equatorial_radius_km;
  if (index == field_index(body_fields, "Flattening")) return body.flattening;
  return body.nutation_update_interval_s;
}

bool has_solar_system_fields(std::string_view name) {
  return name == "SolarSystem" || astro::find_body(name).has_value();
}

std::string set_solar_system_field(Program& program, std::string_view owner, std::string_view field,
                                   const Literal& value, const astro::DataCatalogue& data) {
  if (const auto body = astro::find_body(owner)) {
    return set_body_field(program, astro::constants_of(*body), field, value);
  }
  return set_system_field(field, value, data);
}

}  // namespace gmat_sweep::mission
