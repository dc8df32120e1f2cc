#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analysis/sample_sweep.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/report.hpp"
#include "report/page_data.hpp"

namespace gmat_sweep::report {
namespace {

using test::SampleSweep;
using test::small_report;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Page, data_tells_how_runs_ended_and_why) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  for (std::int64_t run = 1; run < 4; ++run) {
    sweep.add_without_outputs(run, RunStatus::failed);
    sweep.last().outcome.error_text = "step " + std::to_string(run) + " failed\nand more";
  }
  const Value::Map data = page_data(sweep.manifest(), {});
  EXPECT_EQ(data.at("ok").as_integer(), 1);
  EXPECT_EQ(data.at("failed").as_integer(), 3);
  const Value::Map& failures = data.at("failures").as_map();
  ASSERT_EQ(failures.at("groups").as_list().size(), 1U);
  const Value::Map& group = failures.at("groups").as_list()[0].as_map();
  EXPECT_EQ(group.at("reason").as_string(), "step # failed");
  EXPECT_EQ(group.at("count").as_integer(), 3);
  EXPECT_EQ(failures.at("rows").as_list()[1].as_map().at("message").as_string(),
            "step 2 failed\nand more");
}

TEST(Page, of_a_sweep_that_failed_wholly_has_no_outputs_and_its_failures) {
  SampleSweep sweep;
  sweep.add_without_outputs(0, RunStatus::failed);
  const Value::Map data = page_data(sweep.manifest(), {});
  EXPECT_TRUE(data.at("outputs").as_list().empty());
  EXPECT_EQ(data.at("failures").as_map().at("total").as_integer(), 1);
}

TEST(Page, of_a_sweep_without_runs_is_refused) {
  SampleSweep sweep;
  EXPECT_THROW(report_html(sweep.manifest()), SweepConfigError);
}

TEST(Page, refuses_columns_that_no_output_has_and_lists_those_there_are) {
  SampleSweep sweep;
  sweep.add(0, {{"report__RF", small_report(0)}});
  try {
    report_html(sweep.manifest(), {.columns = {"Sat.Y"}});
    FAIL() << "nothing was thrown";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("Sat.Y"), HasSubstr("Sat.X")));
  }
}

TEST(Page, names_no_other_place_and_lets_no_text_out_of_its_data) {
  SampleSweep sweep;
  sweep.add_without_outputs(0, RunStatus::failed);
  sweep.last().outcome.error_text = "</script><script>alert(1)</script>";
  const std::string html = report_html(sweep.manifest(), {.title = "<i>"});
  EXPECT_THAT(html, AllOf(Not(HasSubstr("alert(1)</script>")), HasSubstr("<title>&lt;i&gt;"),
                          Not(HasSubstr("<script src")), Not(HasSubstr("<link rel=\"stylesheet"))));
}

TEST(Page, keeps_outputs_of_hooks_apart_from_reports) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 3; ++run) {
    Table extra;
    extra.columns = {test::reals("score", {static_cast<double>(run)})};
    sweep.add(run, {{"report__RF", small_report(run)}}, {{"summary", extra}});
  }
  const Value::Map data = page_data(sweep.manifest(), {});
  const Value::List& outputs = data.at("outputs").as_list();
  ASSERT_EQ(outputs.size(), 2U);
  EXPECT_EQ(outputs[0].as_map().at("name").as_string(), "RF: Sat.X");
  EXPECT_TRUE(outputs[0].as_map().contains("band"));
  EXPECT_EQ(outputs[1].as_map().at("name").as_string(), "summary: score");
  EXPECT_FALSE(outputs[1].as_map().contains("band"));
}

TEST(Page, keeps_a_sample_of_many_runs_with_failed_ones_among_it) {
  SampleSweep sweep;
  for (std::int64_t run = 0; run < 5000; ++run) {
    sweep.add_without_outputs(run, run % 1000 == 7 ? RunStatus::failed : RunStatus::skipped);
  }
  const Value::Map data = page_data(sweep.manifest(), {});
  EXPECT_LE(data.at("sample").as_map().at("ids").as_list().size(), 1500U);
  EXPECT_EQ(data.at("failures").as_map().at("rows").as_list().size(), 1000U);
  EXPECT_EQ(data.at("failures").as_map().at("total").as_integer(), 5000);
}

}  // namespace
}  // namespace gmat_sweep::report
