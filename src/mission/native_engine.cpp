#include "mission/native_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/version.hpp"
#include "mission/assign.hpp"
#include "mission/compile.hpp"
#include "mission/describe_failure.hpp"
#include "mission/dynamics.hpp"
#include "mission/execute.hpp"
#include "mission/force_settings.hpp"
#include "mission/hardware.hpp"
#include "mission/overrides.hpp"
#include "mission/tables/output_fields.hpp"
#include "script/parser.hpp"

namespace gmat_sweep::mission {
namespace {

class NativeEngine final : public Engine {
 public:
  /// @param notes  what compiling had to say of the data
  NativeEngine(std::shared_ptr<const Program> program, astro::DataCatalogue data,
               const astro::DataNotes& notes, const NativeEngineSettings& settings)
      : program_(std::move(program)), data_(std::move(data)), notes_(notes), settings_(settings) {
    load_data();
  }

  std::string name() const override { return "native"; }

  EngineProvenance provenance() const override {
    EngineProvenance result;
    result.version = version;
    for (const auto& use : data_.uses()) {
      result.data_files.emplace(use.name, use.sha256);
      result.data_sources.push_back(
          fmt::format("{}: {} (sha256 {})", use.item, use.source, use.sha256));
    }
    return result;
  }

  void check_overrides(const Value::Map& overrides) const override {
    make_overrides(*program_, overrides);
  }

  EngineResult run(const EngineRequest& request) const override {
    const auto overrides = make_overrides(*program_, request.overrides);
    const auto refitted = with_hardware(overrides);
    return refitted ? refitted->run(request, overrides) : run(request, overrides);
  }

 private:
  EngineResult run(const EngineRequest& request, const std::vector<Override>& overrides) const {
    const auto notes = std::make_shared<astro::DataNotes>(notes_);
    const auto data = data_.with_notes(notes);
    RunState state(*program_, data);
    apply_overrides(state, overrides);
    fit_hardware(state);
    for (std::size_t i = 0; i < state.spacecraft_count(); ++i) {
      state.spacecraft(i).first_a1_mjd = state.spacecraft(i).epoch.mjd;
    }
    state.limit_steps(request.max_steps);
    Executor executor(state, request.write_native_files, settings_.accept_unconverged);
    try {
      executor.run();
    } catch (const RunFailed& error) {
      std::string message = error.what();
      if (request.describe_failure) message += describe_failure(state, executor.failed_at());
      throw RunFailedWithOutputs(message, solver_tables(executor), warnings_of(*notes, executor));
    }
    auto result = collect(state, executor, request);
    result.warnings = warnings_of(*notes, executor);
    for (const auto& warning : result.warnings) result.log += fmt::format("warning: {}\n", warning);
    return result;
  }

  /// An engine for the script with other hardware on board; none when no override asks for that.
  std::optional<NativeEngine> with_hardware(const std::vector<Override>& overrides) const {
    const auto text = hardware_assignments(*program_, overrides);
    if (text.empty()) return std::nullopt;
    auto script = program_->script;
    auto added = script::parse_text(text, "overrides");
    for (auto& assignment : added.assignments) {
      assignment.location.file = static_cast<std::uint32_t>(script.files.size());
      script.assignments.push_back(std::move(assignment));
    }
    script.files.push_back(std::move(added.files.front()));
    const auto notes = std::make_shared<astro::DataNotes>();
    try {
      auto program = compile(script, data_.with_notes(notes));
      return std::optional<NativeEngine>(std::in_place, std::move(program), data_, *notes,
                                         settings_);
    } catch (const ScriptError& error) {
      throw RunFailed(error.what());
    }
  }

  static std::vector<std::string> warnings_of(const astro::DataNotes& notes,
                                              const Executor& executor) {
    auto warnings = notes.texts();
    const auto& missed = executor.missed_stops();
    warnings.insert(warnings.end(), missed.begin(), missed.end());
    return warnings;
  }

  /// Loads whatever runs read, so that it is found missing before the first of them and is known
  /// for the manifest.
  void load_data() const {
    RunState state(*program_, data_);
    for (ObjectId id = 0; id < program_->objects.size(); ++id) {
      if (program_->objects[id].type->name != "ForceModel") continue;
      std::vector<std::string> problems;
      Dynamics(read_force_model(*program_, program_->fields, program_->bodies, id, problems),
               data_);
    }
    for (const auto& [parameter, view] : program_->parameters) {
      try {
        if (parameter->get != nullptr) parameter->get(state.view(view));
      } catch (const RunFailed&) {
        continue;  // it need not have a value before the mission begins
      }
    }
  }

  void apply(RunState& state, const Override& one) const {
    try {
      auto target = one.target;
      target.before_mission = true;
      assign(state, target, one.value);
    } catch (const GmatSweepError& error) {
      throw RunFailed(fmt::format("override {}: {}", one.path, error.what()));
    }
  }

  /// What the script says of an orbit is elements until the mission begins: they mean another state
  /// once a body's constant, which come first, is another.
  void apply_overrides(RunState& state, const std::vector<Override>& overrides) const {
    const auto is_constant = [](const Override& one) {
      return one.target.kind == Target::Kind::body;
    };
    const auto others = std::ranges::find_if_not(overrides, is_constant);
    std::for_each(overrides.begin(), others, [&](const Override& one) { apply(state, one); });
    if (others != overrides.begin()) state.place_spacecraft();
    std::for_each(others, overrides.end(), [&](const Override& one) {
      if (!overrides_hardware(*program_, one)) apply(state, one);
    });
  }

  /// The file a report is written to, within the run's own folder whatever path
  /// the script gives.
  std::filesystem::path file_name(RunState& state, const ReportInfo& report) const {
    const auto& given = std::get<std::string>(
        state.field(report.object, field_index(tables::report_file_fields, "Filename")));
    auto name = std::filesystem::path(given).filename();
    if (name.empty() || name == "." || name == "..") {
      name = program_->objects[report.object].name + ".txt";
    }
    return name;
  }

  EngineResult collect(RunState& state, Executor& executor, const EngineRequest& request) const {
    EngineResult result;
    for (std::size_t i = 0; i < executor.report_count(); ++i) {
      auto& report = executor.report(i);
      const auto& info = program_->reports[i];
      if (const auto* text = report.text()) {
        write_file(request.output_dir / file_name(state, info), *text);
      }
      result.outputs.push_back(
          {"report__" + program_->objects[info.object].name, report.take_table()});
    }
    std::ranges::move(solver_tables(executor), std::back_inserter(result.outputs));
    result.log = executor.log();
    return result;
  }

  std::vector<EngineOutput> solver_tables(Executor& executor) const {
    std::vector<EngineOutput> tables;
    for (ObjectId id = 0; id < program_->objects.size(); ++id) {
      auto& log = executor.solver_log(id);
      if (log.empty()) continue;
      tables.push_back({"solver__" + program_->objects[id].name, log.take_table()});
    }
    return tables;
  }

  std::shared_ptr<const Program> program_;
  astro::DataCatalogue data_;
  astro::DataNotes notes_;
  NativeEngineSettings settings_;
};

}  // namespace

std::unique_ptr<Engine> make_native_engine(const script::Script& script, astro::DataCatalogue data,
                                           const NativeEngineSettings& settings) {
  const auto notes = std::make_shared<astro::DataNotes>();
  auto program = compile(script, data.with_notes(notes));
  return std::make_unique<NativeEngine>(std::move(program), std::move(data), *notes, settings);
}

}  // namespace gmat_sweep::mission
