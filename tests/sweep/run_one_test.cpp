#include "sweep/run_one.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "base/clock.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

/// Does as the test says.
class ActingEngine : public Engine {
 public:
  using Act = std::function<EngineResult(const EngineRequest&)>;
  explicit ActingEngine(Act act) : act_(std::move(act)) {}
  std::string name() const override { return "acting"; }
  void check_overrides(const Value::Map&) const override {}
  EngineResult run(const EngineRequest& request) const override { return act_(request); }

 private:
  Act act_;
};

EngineResult one_report(const std::string& key) {
  EngineResult result;
  result.outputs.push_back({key, {{{"x", std::vector<double>{1.0, 2.0}}}}});
  return result;
}

class RunOneTest : public ::testing::Test {
 protected:
  RunOneTest() {
    spec_.run_id = 7;
    spec_.script_path = "mission.script";
    spec_.output_dir = directory_.path() / "run-7";
    spec_.overrides = {{"Sat.SMA", 7000.5}};
  }

  RunOutcome run(const ActingEngine::Act& act, RunExecutor::Options options = {}) {
    const ActingEngine engine(act);
    return RunExecutor(engine, std::move(options)).run_one(spec_);
  }
  RunOutcome run_with_hook(Hook hook) {
    RunExecutor::Options options;
    options.hook = std::move(hook);
    return run([](const EngineRequest&) { return one_report("report__RF"); }, std::move(options));
  }
  std::string log() const { return read_file(spec_.output_dir / "worker.log"); }

  test::TemporaryDirectory directory_;
  RunSpec spec_;
};

TEST_F(RunOneTest, outputs_are_written_under_their_keys_and_the_log_tells_the_story) {
  const UtcTime before = utc_now();
  const RunOutcome outcome = run([](const EngineRequest& request) {
    EXPECT_EQ(request.overrides.at("Sat.SMA"), Value(7000.5));
    EngineResult result = one_report("report__RF");
    result.log = "a note of the engine's\n";
    return result;
  });
  EXPECT_EQ(outcome.status, RunStatus::ok);
  EXPECT_EQ(outcome.run_id, 7);
  EXPECT_EQ(outcome.output_paths.at("report__RF"), spec_.output_dir / "report__RF.parquet");
  EXPECT_TRUE(read_file(spec_.output_dir / "report__RF.parquet").starts_with("PAR1"));
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::none);
  EXPECT_GE(outcome.started_at, before);
  EXPECT_GE(outcome.ended_at, outcome.started_at);
  EXPECT_GT(outcome.duration_s, 0);
  EXPECT_THAT(log(), AllOf(HasSubstr("run_id=7 script=mission.script"), HasSubstr("7000.5"),
                           HasSubstr("a note of the engine's"), HasSubstr("status=ok")));
}

TEST_F(RunOneTest, no_part_of_a_file_is_left_behind) {
  run([](const EngineRequest&) { return one_report("report__RF"); });
  for (const auto& item : fs::directory_iterator(spec_.output_dir)) {
    EXPECT_NE(item.path().extension(), ".part");
  }
}

TEST_F(RunOneTest, an_engine_that_fails_makes_a_failed_outcome_with_its_message) {
  const RunOutcome outcome =
      run([](const EngineRequest&) -> EngineResult { throw RunFailed("m.script:3: no orbit"); });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_EQ(outcome.error_text, "m.script:3: no orbit");
  EXPECT_THAT(outcome.output_paths, IsEmpty());
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::none);
  EXPECT_THAT(log(), AllOf(HasSubstr("status=failed"), HasSubstr("no orbit")));
}

TEST_F(RunOneTest, a_failed_run_keeps_what_its_engine_left) {
  const RunOutcome outcome = run([](const EngineRequest&) -> EngineResult {
    throw RunFailedWithOutputs("no solution", one_report("solver__DC").outputs);
  });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_EQ(outcome.error_text, "no solution");
  ASSERT_TRUE(outcome.output_paths.contains("solver__DC"));
  EXPECT_TRUE(fs::exists(outcome.output_paths.at("solver__DC")));
  EXPECT_TRUE(outcome.output_sha256.contains("solver__DC"));
  // The next run of the same executor has nothing of it.
  EXPECT_THAT(
      run([](const EngineRequest&) -> EngineResult { throw RunFailed("again"); }).output_paths,
      IsEmpty());
}

TEST_F(RunOneTest, anything_thrown_is_caught) {
  EXPECT_EQ(run([](const EngineRequest&) -> EngineResult { throw 42; }).status, RunStatus::failed);
}

TEST_F(RunOneTest, a_stale_file_of_an_earlier_attempt_is_gone) {
  fs::create_directory(spec_.output_dir);
  write_file(spec_.output_dir / "worker.log", "earlier\n");
  write_file(spec_.output_dir / "stale.parquet", "stale");
  run([](const EngineRequest& request) {
    EXPECT_FALSE(fs::exists(request.output_dir / "stale.parquet"));
    return one_report("report__RF");
  });
  EXPECT_THAT(log(), ::testing::Not(HasSubstr("earlier")));
}

TEST_F(RunOneTest, a_folder_that_is_not_a_runs_is_left_alone_and_the_run_fails) {
  fs::create_directory(spec_.output_dir);
  write_file(spec_.output_dir / "thesis.tex", "years of work");
  const RunOutcome outcome = run([](const EngineRequest&) { return one_report("report__RF"); });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_THAT(*outcome.error_text, HasSubstr(spec_.output_dir.string()));
  EXPECT_EQ(read_file(spec_.output_dir / "thesis.tex"), "years of work");
}

TEST_F(RunOneTest, a_folder_that_cannot_be_made_fails_the_run) {
  write_file(directory_.path() / "file", "");
  spec_.output_dir = directory_.path() / "file" / "run-7";
  const RunOutcome outcome = run([](const EngineRequest&) { return one_report("report__RF"); });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_THAT(*outcome.error_text, HasSubstr(spec_.output_dir.string()));
}

TEST_F(RunOneTest, an_output_name_that_would_leave_the_folder_fails_the_run) {
  const RunOutcome outcome = run([](const EngineRequest&) { return one_report("../../outside"); });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_FALSE(fs::exists(directory_.path().parent_path() / "outside.parquet"));
}

TEST_F(RunOneTest, the_hook_sees_the_engines_outcome_and_its_files_are_recorded) {
  spec_.context = {{"truth_km", 7000}};
  std::vector<std::string> events;
  RunExecutor::Options options;
  options.engine_done = [&](const RunOutcome& outcome) {
    events.push_back("engine_done " + std::string(to_string(outcome.status)));
  };
  options.hook = [&](const RunSpec& spec, const RunOutcome& outcome) {
    events.emplace_back("hook");
    EXPECT_EQ(spec.context.at("truth_km"), Value(7000));
    EXPECT_TRUE(fs::exists(outcome.output_paths.at("report__RF")));
    write_file(spec.output_dir / "summary.parquet", "x");
    return HookOutputs{{"summary", spec.output_dir / "summary.parquet"}};
  };
  const RunOutcome outcome =
      run([](const EngineRequest&) { return one_report("report__RF"); }, std::move(options));
  EXPECT_THAT(events, ElementsAre("engine_done ok", "hook"));
  EXPECT_EQ(outcome.status, RunStatus::ok);
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::ok);
  EXPECT_EQ(outcome.extra_outputs.at("summary"), spec_.output_dir / "summary.parquet");
}

TEST_F(RunOneTest, a_hook_that_writes_nothing_is_fine) {
  const RunOutcome outcome =
      run_with_hook([](const RunSpec&, const RunOutcome&) { return HookOutputs{}; });
  EXPECT_EQ(outcome.status, RunStatus::ok);
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::ok);
}

TEST_F(RunOneTest, a_hook_that_raises_fails_the_run_as_a_hook) {
  const RunOutcome outcome = run_with_hook([](const RunSpec&, const RunOutcome&) -> HookOutputs {
    throw GmatSweepError("Traceback: ZeroDivisionError");
  });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::failed);
  EXPECT_EQ(outcome.error_text, "Traceback: ZeroDivisionError");
  EXPECT_THAT(outcome.output_paths, IsEmpty());
}

TEST_F(RunOneTest, a_file_the_hook_names_but_did_not_write_fails_the_run) {
  const RunOutcome outcome = run_with_hook([](const RunSpec& spec, const RunOutcome&) {
    return HookOutputs{{"summary", spec.output_dir / "absent.parquet"}};
  });
  EXPECT_EQ(outcome.status, RunStatus::failed);
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::failed);
  EXPECT_THAT(*outcome.error_text, AllOf(HasSubstr("summary"), HasSubstr("absent.parquet")));
  EXPECT_THAT(outcome.extra_outputs, IsEmpty());
}

TEST_F(RunOneTest, the_hook_does_not_run_after_an_engine_failure) {
  RunExecutor::Options options;
  options.hook = [](const RunSpec&, const RunOutcome&) -> HookOutputs {
    ADD_FAILURE() << "the hook ran";
    return {};
  };
  const RunOutcome outcome =
      run([](const EngineRequest&) -> EngineResult { throw RunFailed("no orbit"); },
          std::move(options));
  EXPECT_EQ(outcome.postprocess_status, PostprocessStatus::none);
}

}  // namespace
}  // namespace gmat_sweep
