#include "design/covariance_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "support/temporary_directory.hpp"

namespace gmat_sweep {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;
using testing::ThrowsMessage;

class CovarianceFiles : public testing::Test {
 protected:
  std::filesystem::path file(std::string_view text) {
    const auto path = directory_.path() / "covariance";
    write_file(path, text);
    return path;
  }
  test::TemporaryDirectory directory_;
};

TEST_F(CovarianceFiles, json_gives_fields_matrix_means_and_frame) {
  const CovarianceFile read = read_covariance(
      file(R"({"fields": ["a", "b"], "matrix": [[1, 0.5], [0.5, 2]], "means": [7, 8],
               "frame": "ric"})"));
  EXPECT_THAT(read.covariance.fields, ElementsAre("a", "b"));
  EXPECT_THAT(read.covariance.matrix, ElementsAre(1, 0.5, 0.5, 2));
  EXPECT_THAT(read.covariance.means, ElementsAre(7, 8));
  EXPECT_EQ(read.frame, CovarianceFrame::ric);
}

TEST_F(CovarianceFiles, csv_may_have_row_labels_and_means) {
  const CovarianceFile labelled = read_covariance(file(",a,b\nmean,7,8\na,1,0.5\nb,0.5,2\n"));
  EXPECT_THAT(labelled.covariance.fields, ElementsAre("a", "b"));
  EXPECT_THAT(labelled.covariance.matrix, ElementsAre(1, 0.5, 0.5, 2));
  EXPECT_THAT(labelled.covariance.means, ElementsAre(7, 8));

  const CovarianceFile plain = read_covariance(file("a, b\n1,0.5\n0.5,2\n"));
  EXPECT_THAT(plain.covariance.fields, ElementsAre("a", "b"));
  EXPECT_THAT(plain.covariance.matrix, ElementsAre(1, 0.5, 0.5, 2));
  EXPECT_TRUE(plain.covariance.means.empty());
  EXPECT_EQ(plain.frame, CovarianceFrame::script);
}

TEST_F(CovarianceFiles, a_rank_correlation_is_read_alike_but_has_no_means) {
  const RankCorrelation read = read_rank_correlation(file("a,b\n1,0.5\n0.5,1\n"));
  EXPECT_THAT(read.matrix, ElementsAre(1, 0.5, 0.5, 1));
  EXPECT_THAT([&] { read_rank_correlation(file(",a\nmean,1\na,1\n")); },
              ThrowsMessage<SweepConfigError>(HasSubstr("neither means nor a frame")));
}

TEST_F(CovarianceFiles, malformed_files_are_refused_with_the_reason) {
  EXPECT_THAT([&] { read_covariance(file("a,b\n1,x\n0,1\n")); },
              ThrowsMessage<SweepConfigError>(HasSubstr("line 2: expected a number, got 'x'")));
  EXPECT_THAT([&] { read_covariance(file("a,b\n1,0\n")); },
              ThrowsMessage<SweepConfigError>(HasSubstr("a matrix of 2 rows of 2 values, got 1 "
                                                        "rows")));
  EXPECT_THAT([&] { read_covariance(file(",a,b\nb,1,0\na,0,1\n")); },
              ThrowsMessage<SweepConfigError>(
                  HasSubstr("line 2: row labelled 'b', expected 'a' or 'mean'")));
  EXPECT_THAT([&] { read_covariance(file("{\"fields\": [\"a\"]}")); },
              ThrowsMessage<SweepConfigError>(HasSubstr("expected {\"fields\"")));
  EXPECT_THAT([&] { read_covariance(file("{\"fields\": [\"a\"], \"matrix\": [[true]]}")); },
              ThrowsMessage<SweepConfigError>(HasSubstr("must hold numbers, got True")));
  EXPECT_THAT([&] { read_covariance(directory_.path() / "absent"); },
              ThrowsMessage<SweepConfigError>(HasSubstr("covariance file not found")));
  EXPECT_THAT(
      [] { parse_covariance_frame("LVLH"); },
      ThrowsMessage<SweepConfigError>("covariance frame must be script, RIC or VNB, got 'LVLH'"));
}

// On a circular orbit at x, moving along y: RIC are x, y, z and VNB are y, z, x.
const StateVector position = {7000, 0, 0};
const StateVector velocity = {0, 7.5, 0};
const Covariance state = {{"Sat.X", "Sat.Y", "Sat.Z", "Sat.VX", "Sat.VY", "Sat.VZ"},
                          {7000, 0, 0, 0, 7.5, 0},
                          {1, 2,  3,  4,  5,  6,   //
                           2, 7,  8,  9,  10, 11,  //
                           3, 8,  12, 13, 14, 15,  //
                           4, 9,  13, 16, 17, 18,  //
                           5, 10, 14, 17, 19, 20, 6, 11, 15, 18, 20, 21}};

TEST(CovarianceFrames, ric_axes_of_an_aligned_state_are_the_scripts) {
  const Covariance turned = to_script_axes(state, CovarianceFrame::ric, position, velocity);
  EXPECT_THAT(turned.matrix, Pointwise(DoubleNear(1e-12), state.matrix));
  EXPECT_EQ(turned.means, state.means);
}

TEST(CovarianceFrames, vnb_axes_are_velocity_normal_binormal) {
  const Covariance turned = to_script_axes(state, CovarianceFrame::vnb, position, velocity);
  // Variance along V (1) belongs to y, along N (7) to z, along B (12) to x.
  EXPECT_NEAR(turned.matrix[0], 12, 1e-12);
  EXPECT_NEAR(turned.matrix[7], 1, 1e-12);
  EXPECT_NEAR(turned.matrix[14], 7, 1e-12);
  EXPECT_NEAR(turned.matrix[1], 3, 1e-12);    // B with V
  EXPECT_NEAR(turned.matrix[21], 21, 1e-12);  // velocity along B
  EXPECT_NEAR(turned.matrix[3], 15, 1e-12);   // position along B with velocity along B
}

TEST(CovarianceFrames, the_radial_variance_lies_along_the_position) {
  const Covariance radial = {{"S.Y", "S.X", "S.Z"}, {}, {0, 0, 0, 0, 9, 0, 0, 0, 0}};
  const StateVector r = {3000, 4000, 0};
  const StateVector v = {-4, 3, 2};
  const Covariance turned = to_script_axes(radial, CovarianceFrame::ric, r, v);
  // 9 e e^T with e = (0.6, 0.8, 0), in the order Y, X, Z.
  EXPECT_THAT(turned.matrix, Pointwise(DoubleNear(1e-12),
                                       std::vector<double>{5.76, 4.32, 0, 4.32, 3.24, 0, 0, 0, 0}));
}

TEST(CovarianceFrames, other_fields_and_degenerate_states_are_refused) {
  const Covariance keplerian = {{"Sat.SMA", "Sat.ECC", "Sat.INC"}, {}, std::vector<double>(9, 0)};
  EXPECT_THAT([&] { to_script_axes(keplerian, CovarianceFrame::ric, position, velocity); },
              ThrowsMessage<SweepConfigError>(HasSubstr("got Sat.SMA, Sat.ECC, Sat.INC")));
  EXPECT_THAT([&] { to_script_axes(state, CovarianceFrame::ric, position, position); },
              ThrowsMessage<SweepConfigError>(HasSubstr("parallel")));
}

}  // namespace
}  // namespace gmat_sweep
