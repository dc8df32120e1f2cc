#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "mission/native_engine.hpp"
#include "script/parser.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep::test {

/// A spacecraft in a low orbit about a point mass, a propagator and a report; the mission sequence
/// is the test's.
inline constexpr std::string_view small_mission = R"(Create Spacecraft Sat;
Sat.DateFormat = UTCGregorian;
Sat.Epoch = '01 Jan 2026 00:00:00.000';
Sat.DisplayStateType = Keplerian;
Sat.SMA = 7000;
Sat.ECC = 0.001;
Sat.INC = 28.5;
Sat.RAAN = 10;
Sat.AOP = 20;
Sat.TA = 30;
Create ForceModel FM;
FM.PrimaryBodies = {Earth};
FM.GravityField.Earth.Degree = 0;
FM.GravityField.Earth.Order = 0;
Create Propagator Prop;
Prop.FM = FM;
Create ImpulsiveBurn Burn;
Create Variable V W;
Create Array A[2,3];
Create String S;
Create ReportFile RF;
)";

inline std::string small_mission_with(std::string_view rest) {
  std::string text(small_mission);
  text += rest;
  return text;
}

inline std::unique_ptr<Engine> engine_of(std::string_view text) {
  return mission::make_native_engine(script::parse_text(text, "mission.script"),
                                     astro::DataCatalogue());
}

inline std::unique_ptr<Engine> engine_with(std::string_view sequence) {
  std::string text = small_mission_with("BeginMissionSequence;\n");
  text += sequence;
  return engine_of(text);
}

inline EngineResult run(const Engine& engine, Value::Map overrides = {}) {
  const TemporaryDirectory folder;
  return engine.run({.overrides = std::move(overrides),
                     .output_dir = folder.path(),
                     .write_native_files = false});
}

/// The table of the ReportFile RF after one run.
inline Table report_of(const Engine& engine, Value::Map overrides = {}) {
  for (auto& output : run(engine, std::move(overrides)).outputs) {
    if (output.key == "report__RF") return std::move(output.table);
  }
  return {};
}

inline std::vector<double> reals(const Table& table, std::string_view name) {
  const auto* column = table.find(name);
  if (column == nullptr) return {};
  return std::get<std::vector<double>>(column->values);
}

/// The message of what `call` throws, or nothing.
template <class Exception, class Call>
std::string message_of(Call&& call) {
  try {
    call();
  } catch (const Exception& error) {
    return error.what();
  }
  return {};
}

}  // namespace gmat_sweep::test
