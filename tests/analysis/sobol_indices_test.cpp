#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "analysis/sample_sweep.hpp"
#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"

namespace gmat_sweep {
namespace {

using test::values_of;
using testing::AllOf;
using testing::HasSubstr;

/// Ishigami and Homma's function, whose indices are known: with a = 7 and b = 0.1,
/// S1 = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437; S2 of the first and third = 0.2437.
/// Source: Ishigami and Homma (1990), "An importance quantification technique in uncertainty
/// analysis for computer models".
double ishigami(const Value::Map& x) {
  double x1 = x.at("x1").as_real();
  double x2 = x.at("x2").as_real();
  double x3 = x.at("x3").as_real();
  return std::sin(x1) + 7 * std::sin(x2) * std::sin(x2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
}

Design ishigami_design(std::int64_t n, bool second_order) {
  Value::List range = {"uniform", -std::numbers::pi, std::numbers::pi};
  return sobol({{"x1", range}, {"x2", range}, {"x3", range}}, n, 42, second_order);
}

std::vector<double> values_over(const Design& design, double (*function)(const Value::Map&)) {
  std::vector<double> values;
  for (std::int64_t run = 0; run < design.run_count(); ++run) {
    values.push_back(function(design.overrides(run)));
  }
  return values;
}

/// An index by its kind and fields.
double index_of(const Table& table, const std::string& kind, const std::string& a,
                const std::string& b = "", const char* what = "value") {
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    if (values_of<std::string>(table, "kind")[row] == kind &&
        values_of<std::string>(table, "param_a")[row] == a &&
        values_of<std::string>(table, "param_b")[row] == b) {
      return values_of<double>(table, what)[row];
    }
  }
  return std::nan("");
}

TEST(SobolAnalyze, finds_the_known_indices_of_the_ishigami_function) {
  Design design = ishigami_design(4096, true);
  SobolIndices indices = sobol_analyze(design.fields(), values_over(design, ishigami), true);
  const Table& table = indices.table;
  EXPECT_EQ(indices.run_count, 4096 * 8);
  EXPECT_EQ(indices.failed_count, 0);
  EXPECT_EQ(table.row_count(), 9u);
  const double within = 0.01;
  EXPECT_NEAR(index_of(table, "S1", "x1"), 0.3139, within);
  EXPECT_NEAR(index_of(table, "S1", "x2"), 0.4424, within);
  EXPECT_NEAR(index_of(table, "S1", "x3"), 0, within);
  EXPECT_NEAR(index_of(table, "ST", "x1"), 0.5576, within);
  EXPECT_NEAR(index_of(table, "ST", "x2"), 0.4424, within);
  EXPECT_NEAR(index_of(table, "ST", "x3"), 0.2437, within);
  EXPECT_NEAR(index_of(table, "S2", "x1", "x2"), 0, 2 * within);
  EXPECT_NEAR(index_of(table, "S2", "x1", "x3"), 0.2437, 2 * within);
  EXPECT_NEAR(index_of(table, "S2", "x2", "x3"), 0, 2 * within);
}

TEST(SobolAnalyze, a_constant_added_to_the_values_changes_nothing) {
  Design design = ishigami_design(256, false);
  std::vector<double> values = values_over(design, ishigami);
  SobolIndices plain = sobol_analyze(design.fields(), values, false);
  for (double& value : values) value += 1e6;
  SobolIndices moved = sobol_analyze(design.fields(), values, false);
  EXPECT_EQ(plain.table.row_count(), 6u);
  EXPECT_NEAR(index_of(moved.table, "S1", "x1"), index_of(plain.table, "S1", "x1"), 1e-8);
  EXPECT_NEAR(index_of(moved.table, "ST", "x3"), index_of(plain.table, "ST", "x3"), 1e-8);
}

TEST(SobolAnalyze, the_confidence_covers_the_error_and_shrinks_with_n) {
  double before = 1;
  for (std::int64_t n : {64, 1024}) {
    Design design = ishigami_design(n, false);
    SobolIndices indices = sobol_analyze(design.fields(), values_over(design, ishigami), false);
    double conf = index_of(indices.table, "ST", "x2", "", "conf");
    EXPECT_GT(conf, 0);
    EXPECT_LT(conf, before / 2);
    EXPECT_LT(std::abs(index_of(indices.table, "ST", "x2") - 0.4424), 2 * conf);
    before = conf;
  }
}

TEST(SobolAnalyze, the_same_seed_gives_the_same_confidence) {
  Design design = ishigami_design(64, false);
  std::vector<double> values = values_over(design, ishigami);
  auto conf = [&](std::uint64_t seed) {
    return values_of<double>(sobol_analyze(design.fields(), values, false, {.seed = seed}).table,
                             "conf");
  };
  EXPECT_EQ(conf(1), conf(1));
  EXPECT_NE(conf(1), conf(2));
}

TEST(SobolAnalyze, runs_without_a_value_are_counted_and_left_out) {
  Design design = ishigami_design(4096, true);
  std::vector<double> values = values_over(design, ishigami);
  std::int64_t failed = 0;
  for (std::size_t run = 3; run < values.size(); run += 101) {
    values[run] = std::nan("");
    ++failed;
  }
  SobolIndices indices = sobol_analyze(design.fields(), values, true);
  EXPECT_EQ(indices.failed_count, failed);
  for (std::int64_t used : values_of<std::int64_t>(indices.table, "base_points")) {
    EXPECT_LT(used, 4096);
    EXPECT_GT(used, 3800);
  }
  EXPECT_NEAR(index_of(indices.table, "ST", "x1"), 0.5576, 0.02);
  EXPECT_NEAR(index_of(indices.table, "S2", "x1", "x3"), 0.2437, 0.03);
}

template <class Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const SweepConfigError& error) {
    return error.what();
  }
  return "no error";
}

TEST(SobolAnalyze, what_does_not_fit_the_design_is_refused) {
  std::vector<std::string> fields = {"a", "b"};
  EXPECT_THAT(error_of([&] { sobol_analyze(fields, std::vector<double>(7, 1.0), true); }),
              AllOf(HasSubstr("multiple of 6"), HasSubstr("7")));
  EXPECT_THAT(error_of([&] { sobol_analyze(fields, {}, true); }), HasSubstr("there are 0"));
  EXPECT_THAT(error_of([&] { sobol_analyze(fields, std::vector<double>(12, std::nan("")), true); }),
              HasSubstr("no run has a value"));
  std::vector<double> values = {1, std::nan(""), 2, 3, 4, 5, 6, 7};
  EXPECT_THAT(error_of([&] { sobol_analyze(fields, values, false); }),
              AllOf(HasSubstr("S1 of a"), HasSubstr("only 1 base points")));
}

TEST(SobolAnalyze, a_sweeps_last_values_are_analysed) {
  Design design = ishigami_design(16, false);
  test::SampleSweep sweep;
  sweep.header().parameter_spec = design.parameter_spec();
  std::vector<double> values = values_over(design, ishigami);
  for (std::int64_t run = 0; run < design.run_count(); ++run) {
    if (run == 7) {
      sweep.add_without_outputs(run, RunStatus::failed);
      values[7] = std::nan("");
      continue;
    }
    Table table;
    table.columns = {test::seconds("time", {0, 60}),
                     test::reals("y", {0, values[static_cast<std::size_t>(run)]})};
    sweep.add(run, {{"report__RF", table}});
  }
  Manifest manifest = sweep.manifest();
  SobolIndices indices = sobol_analyze(manifest, lazy_multiindex(manifest), "y");
  EXPECT_EQ(indices.failed_count, 1);
  EXPECT_EQ(values_of<double>(indices.table, "value"),
            values_of<double>(sobol_analyze(design.fields(), values, false).table, "value"));
}

TEST(SobolAnalyze, a_sweep_over_another_design_is_refused) {
  test::SampleSweep sweep;
  sweep.add(0, {{"report__RF", test::small_report(0)}});
  sweep.header().parameter_spec = grid({{"Sat.SMA", Value::List{7000.0}}}).parameter_spec();
  Manifest manifest = sweep.manifest();
  EXPECT_THAT(error_of([&] { sobol_analyze(manifest, lazy_multiindex(manifest), "Sat.X"); }),
              AllOf(HasSubstr("sobol"), HasSubstr("grid")));
}

}  // namespace
}  // namespace gmat_sweep
