#include <cmath>

#include "mission/parameter_family.hpp"

namespace gmat_sweep::mission {
namespace {

using astro::EpochFormat;
using astro::TimeSystem;

double elapsed_days(OrbitView& v) { return v.spacecraft().epoch.mjd - v.spacecraft().first_a1_mjd; }

template <TimeSystem System>
double mjd(OrbitView& v) {
  return v.mjd(System);
}

constexpr ParameterType gregorian(std::string_view name, TimeSystem system) {
  return {.name = name,
          .kind = ParameterKind::gregorian,
          .doc = "epoch of the spacecraft",
          .format = EpochFormat{system, true}};
}

constexpr ParameterType modified_julian(std::string_view name, TimeSystem system,
                                        double (*get)(OrbitView&)) {
  return {.name = name,
          .stop = StopKind::epoch,
          .unit = "d",
          .doc = "epoch of the spacecraft",
          .get = get,
          .seconds_per_unit = 86400.0,
          .format = EpochFormat{system, false}};
}

const ParameterType types[] = {
    {.name = "ElapsedSecs",
     .stop = StopKind::elapsed_time,
     .unit = "s",
     .doc = "time since the mission's start; in a Propagate, since that "
            "command's start",
     .get = [](OrbitView& v) { return elapsed_days(v) * 86400.0; }},
    {.name = "ElapsedDays",
     .stop = StopKind::elapsed_time,
     .unit = "d",
     .doc = "time since the mission's start; in a Propagate, since that "
            "command's start",
     .get = elapsed_days,
     .seconds_per_unit = 86400.0},
    gregorian("A1Gregorian", TimeSystem::a1),
    gregorian("TAIGregorian", TimeSystem::tai),
    gregorian("TTGregorian", TimeSystem::tt),
    gregorian("TDBGregorian", TimeSystem::tdb),
    gregorian("UTCGregorian", TimeSystem::utc),
    modified_julian("A1ModJulian", TimeSystem::a1, mjd<TimeSystem::a1>),
    modified_julian("CurrA1MJD", TimeSystem::a1, mjd<TimeSystem::a1>),
    modified_julian("TAIModJulian", TimeSystem::tai, mjd<TimeSystem::tai>),
    modified_julian("TTModJulian", TimeSystem::tt, mjd<TimeSystem::tt>),
    modified_julian("TDBModJulian", TimeSystem::tdb, mjd<TimeSystem::tdb>),
    modified_julian("UTCModJulian", TimeSystem::utc, mjd<TimeSystem::utc>),
};

}  // namespace

std::span<const ParameterType> time_parameters() { return types; }

}  // namespace gmat_sweep::mission
