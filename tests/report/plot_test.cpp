#include "gmat_sweep/plot.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "analysis/sample_sweep.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "report/svg.hpp"

namespace gmat_sweep {
namespace {

using test::SampleSweep;
using test::small_report;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Six runs over two inputs, of which the last failed.
class Plot : public testing::Test {
 protected:
  Plot() {
    for (std::int64_t run = 0; run < 6; ++run) {
      if (run == 5) {
        sweep_.add_without_outputs(run, RunStatus::failed);
      } else {
        sweep_.add(run, {{"report__RF", small_report(run)}});
      }
      sweep_.last().overrides = {{"Sat.INC", run % 2}, {"Sat.SMA", 7000 + run / 2}};
    }
  }

  std::string svg(PlotKind kind, const PlotOptions& options) {
    const Manifest manifest = sweep_.manifest();
    return plot_svg(manifest, lazy_multiindex(manifest), kind, options);
  }

  std::string message(PlotKind kind, const PlotOptions& options) {
    try {
      svg(kind, options);
    } catch (const SweepConfigError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  SampleSweep sweep_;
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST_F(Plot, of_every_kind_is_an_svg_document_that_names_its_column) {
  for (PlotKind kind : {PlotKind::band, PlotKind::histogram, PlotKind::corner, PlotKind::heatmap,
                        PlotKind::convergence}) {
    const std::string figure = svg(kind, {.column = "Sat.X"});
    EXPECT_THAT(figure, AllOf(StartsWith("<svg xmlns="), HasSubstr("Sat.X"), HasSubstr("</svg>"),
                              Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
  }
}

TEST_F(Plot, corner_draws_a_point_for_each_run_and_a_hollow_one_where_it_failed) {
  const std::string figure = svg(PlotKind::corner, {.column = "Sat.X"});
  EXPECT_EQ(count(figure, "<circle"), 6U);
  EXPECT_EQ(count(figure, "stroke=\"#999999\""), 1U);
}

TEST_F(Plot, heatmap_shows_a_failed_cell_in_grey) {
  const std::string figure = svg(PlotKind::heatmap, {.column = "Sat.X"});
  EXPECT_EQ(count(figure, "#d9d9d9"), 1U);
}

TEST_F(Plot, names_what_there_is_when_asked_for_what_is_not) {
  EXPECT_THAT(message(PlotKind::band, {.column = "Sat.Y"}), HasSubstr("Sat.X"));
  EXPECT_THAT(message(PlotKind::corner, {.column = "Sat.X", .inputs = {"Sat.SMAA", "Sat.INC"}}),
              AllOf(HasSubstr("did you mean Sat.SMA"), HasSubstr("Sat.INC")));
}

TEST_F(Plot, that_needs_two_inputs_says_which_there_are) {
  EXPECT_THAT(message(PlotKind::heatmap, {.column = "Sat.X", .inputs = {"Sat.SMA"}}),
              HasSubstr("two inputs"));
  EXPECT_THAT(message(PlotKind::corner, {.column = "Sat.X", .inputs = {"Sat.SMA"}}),
              HasSubstr("2 to 8 inputs"));
}

TEST_F(Plot, of_a_sweep_that_failed_wholly_is_refused) {
  SampleSweep failed;
  failed.add_without_outputs(0, RunStatus::failed);
  const Manifest manifest = failed.manifest();
  EXPECT_THROW(plot_svg(manifest, lazy_multiindex(manifest), PlotKind::band, {.column = "Sat.X"}),
               SweepConfigError);
}

TEST_F(Plot, band_without_times_says_what_is_missing) {
  SampleSweep untimed;
  Table rows;
  rows.columns = {test::reals("x", {1, 2})};
  untimed.add(0, {{"report__RF", rows}});
  const Manifest manifest = untimed.manifest();
  try {
    plot_svg(manifest, lazy_multiindex(manifest), PlotKind::band, {.column = "x"});
    FAIL() << "nothing was thrown";
  } catch (const SweepConfigError& error) {
    EXPECT_THAT(error.what(), HasSubstr("epoch column"));
  }
}

TEST_F(Plot, is_written_as_svg_only) {
  const Manifest manifest = sweep_.manifest();
  const LazyTable table = lazy_multiindex(manifest);
  EXPECT_THROW(write_plot(manifest, table, PlotKind::band, {.column = "Sat.X"}, "figure.png"),
               SweepConfigError);
  write_plot(manifest, table, PlotKind::band, {.column = "Sat.X"}, sweep_.path() / "a.svg");
  EXPECT_THAT(read_file(sweep_.path() / "a.svg"), StartsWith("<svg"));
}

TEST_F(Plot, title_is_text_whatever_it_holds) {
  EXPECT_THAT(svg(PlotKind::band, {.column = "Sat.X", .title = "<b> & \"c\""}),
              HasSubstr("&lt;b&gt; &amp; &quot;c&quot;"));
}

TEST(Svg, ticks_are_round_and_labels_tell_them_apart) {
  EXPECT_EQ(report::tick_labels(report::round_ticks(0, 1, 5)),
            (std::vector<std::string>{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(report::tick_labels(report::round_ticks(7000.001, 7000.0034, 3)),
            (std::vector<std::string>{"7000.001", "7000.002", "7000.003"}));
  EXPECT_EQ(report::tick_labels(report::round_ticks(-2e7, 2e7, 2)),
            (std::vector<std::string>{"-2e+07", "0e+00", "2e+07"}));
}

}  // namespace
}  // namespace gmat_sweep
