#include "mission/native_engine.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "mission/assign.hpp"
#include "mission/compile.hpp"
#include "mission/execute.hpp"
#include "mission/overrides.hpp"
#include "mission/tables/output_fields.hpp"

namespace gmat_sweep::mission {
namespace {

class NativeEngine final : public Engine {
 public:
  NativeEngine(std::shared_ptr<const Program> program, astro::DataCatalogue data)
      : program_(std::move(program)), data_(std::move(data)) {}

  std::string name() const override { return "native"; }

  void check_overrides(const Value::Map& overrides) const override {
    make_overrides(*program_, overrides);
  }

  EngineResult run(const EngineRequest& request) const override {
    RunState state(*program_, data_);
    apply_overrides(state, request.overrides);
    for (std::size_t i = 0; i < state.spacecraft_count(); ++i) {
      state.spacecraft(i).first_a1_mjd = state.spacecraft(i).epoch.mjd;
    }
    Executor executor(state, request.write_native_files);
    executor.run();
    return collect(state, executor, request);
  }

 private:
  void apply_overrides(RunState& state, const Value::Map& overrides) const {
    for (const auto& one : make_overrides(*program_, overrides)) {
      try {
        assign(state, one.target, one.value);
      } catch (const GmatSweepError& error) {
        throw RunFailed(fmt::format("override {}: {}", one.path, error.what()));
      }
    }
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
    result.log = executor.log();
    return result;
  }

  std::shared_ptr<const Program> program_;
  astro::DataCatalogue data_;
};

}  // namespace

std::unique_ptr<Engine> make_native_engine(const script::Script& script,
                                           astro::DataCatalogue data) {
  auto program = compile(script, data);
  return std::make_unique<NativeEngine>(std::move(program), std::move(data));
}

}  // namespace gmat_sweep::mission
