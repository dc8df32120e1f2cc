#include "gmat_sweep/run.hpp"

#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

RunSpec sample_spec() {
  RunSpec spec;
  spec.script_path = "m.script";
  spec.overrides = {{"Sat.SMA", 7000.1}, {"Sat.Epoch", "01 Jan 2026 00:00:00.000"}};
  spec.output_dir = "out/run-3";
  spec.run_id = 3;
  spec.seed = BigInteger{"340282366920938463463374607431768211456"};
  spec.context = {{"truth_km", Value::List{1.0, 2, "x"}}};
  return spec;
}

TEST(RunSpec, survives_the_worker_boundary_unchanged) {
  const std::string text = to_json(to_value(sample_spec()));
  EXPECT_EQ(to_json(to_value(run_spec_from_value(parse_json(text)))), text);
}

TEST(RunSpec, a_field_of_the_wrong_kind_is_named) {
  Value::Map map = to_value(sample_spec()).as_map();
  map.set("run_id", true);
  try {
    run_spec_from_value(map);
    FAIL();
  } catch (const GmatSweepError& error) {
    EXPECT_STREQ(error.what(), "RunSpec.run_id: expected an integer, found boolean");
  }
}

TEST(RunOutcome, survives_the_worker_boundary_unchanged) {
  RunOutcome outcome;
  outcome.run_id = 7;
  outcome.error_text = "why";
  outcome.extra_outputs["summary"] = "s.parquet";
  outcome.postprocess_status = PostprocessStatus::failed;
  outcome.warnings = {"a file ends", "another begins"};
  outcome.started_at = utc_now();
  outcome.ended_at = outcome.started_at + std::chrono::microseconds{5};
  const std::string text = to_json(to_value(outcome));
  const RunOutcome read = run_outcome_from_value(parse_json(text));
  EXPECT_EQ(to_json(to_value(read)), text);
  EXPECT_EQ(read.warnings, outcome.warnings);
}

TEST(RunOutcome, an_unknown_status_is_refused_with_those_there_are) {
  Value::Map map = to_value(RunOutcome{}).as_map();
  map.set("status", "done");
  EXPECT_THROW(run_outcome_from_value(map), GmatSweepError);
}

}  // namespace
}  // namespace gmat_sweep
