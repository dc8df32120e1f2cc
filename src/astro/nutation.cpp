#include "astro/nutation.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "astro/text_table.hpp"

namespace gmat_sweep::astro {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double rad_per_deg = std::numbers::pi / 180.0;
constexpr double rad_per_arcsec = (1.0 / 3600.0) * rad_per_deg;
constexpr std::size_t term_count = 106;

/// The remainder with the sign of `angle`, as a cast to int gives it.
double without_turns(double angle_rad) {
  return angle_rad - static_cast<double>(static_cast<int>(angle_rad / two_pi)) * two_pi;
}

double argument(double at_epoch_deg, double arcsec, double arcsec2, double arcsec3, double t) {
  const double t2 = t * t;
  return without_turns(at_epoch_deg * rad_per_deg +
                       (arcsec * t + arcsec2 * t2 + arcsec3 * (t2 * t)) * rad_per_arcsec);
}

NutationSeries::Term read_term(TextTable& table) {
  NutationSeries::Term term;
  for (int& multiplier : term.multiplier)
    multiplier = static_cast<int>(table.integer("a multiplier"));
  // The tables count in units of 0.0001 arcsec.
  term.psi_arcsec = table.real("A") * 1e-4;
  term.psi_arcsec_per_century = table.real("B") * 1e-4;
  term.epsilon_arcsec = table.real("C") * 1e-4;
  term.epsilon_arcsec_per_century = table.real("D") * 1e-4;
  return term;
}

}  // namespace

NutationSeries::NutationSeries(std::vector<Term> terms) : terms_(std::move(terms)) {}

NutationSeries NutationSeries::from_nutation_dat(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  bool in_part = false;
  while (!in_part && table.next_line())
    in_part = table.line().find("1980 IAU") != std::string_view::npos;
  if (!in_part) table.fail("no heading with '1980 IAU': not a NUTATION.DAT file");
  if (!table.next_line() || table.line().find("a2") == std::string_view::npos)
    table.fail("expected the column headings a2 a3 a4 a5 A B C D");
  std::vector<Term> terms;
  while (terms.size() < term_count) {
    if (!table.next_line())
      table.fail("the 1980 part ends after " + std::to_string(terms.size()) + " of 106 terms");
    terms.push_back(read_term(table));
  }
  return NutationSeries(std::move(terms));
}

NutationSeries NutationSeries::from_own_table(std::string_view text, const std::string& name) {
  TextTable table(text, name);
  std::vector<Term> terms;
  while (table.next_line()) {
    if (table.line_is_blank() || table.line().front() == '#') continue;
    terms.push_back(read_term(table));
  }
  if (terms.size() != term_count)
    table.fail("expected 106 terms, found " + std::to_string(terms.size()));
  return NutationSeries(std::move(terms));
}

double mean_obliquity_rad(double t) {
  const double t2 = t * t;
  return (84381.448 - 46.8150 * t - 0.00059 * t2 + 0.001813 * (t2 * t)) * rad_per_arcsec;
}

double moon_ascending_node_rad(double t) {
  return argument(125.04452222, -6962890.5390, 7.455, 0.008, t);
}

NutationAngles NutationSeries::angles(double t) const {
  // NOTE: the constants of the arguments are GMAT's, which differ from the IAU's in the last digit.
  const double moon_anomaly = argument(134.96298139, 1717915922.6330, 31.310, 0.064, t);
  const double sun_anomaly = argument(357.52772333, 129596581.2240, -0.577, -0.012, t);
  const double moon_latitude = argument(93.27191028, 1739527263.1370, -13.257, 0.011, t);
  const double elongation = argument(297.85036306, 1602961601.3280, -6.891, 0.019, t);
  NutationAngles result;
  result.mean_obliquity_rad = mean_obliquity_rad(t);
  result.moon_ascending_node_rad = moon_ascending_node_rad(t);
  double psi_arcsec = 0;
  double epsilon_arcsec = 0;
  // Smallest terms first.
  for (auto term = terms_.rbegin(); term != terms_.rend(); ++term) {
    const auto& a = term->multiplier;
    const double angle = a[0] * moon_anomaly + a[1] * sun_anomaly + a[2] * moon_latitude +
                         a[3] * elongation + a[4] * result.moon_ascending_node_rad;
    psi_arcsec += (term->psi_arcsec + term->psi_arcsec_per_century * t) * std::sin(angle);
    epsilon_arcsec +=
        (term->epsilon_arcsec + term->epsilon_arcsec_per_century * t) * std::cos(angle);
  }
  result.delta_psi_rad = psi_arcsec * rad_per_arcsec;
  result.delta_epsilon_rad = epsilon_arcsec * rad_per_arcsec;
  return result;
}

Matrix3 nutation_matrix(const NutationAngles& angles) {
  const double true_obliquity = angles.mean_obliquity_rad + angles.delta_epsilon_rad;
  const double cos_psi = std::cos(angles.delta_psi_rad);
  const double sin_psi = std::sin(angles.delta_psi_rad);
  const double cos_mean = std::cos(angles.mean_obliquity_rad);
  const double sin_mean = std::sin(angles.mean_obliquity_rad);
  const double cos_true = std::cos(true_obliquity);
  const double sin_true = std::sin(true_obliquity);
  Matrix3 matrix;
  matrix << cos_psi, -sin_psi * cos_mean, -sin_psi * sin_mean,  //
      sin_psi * cos_true, cos_true * cos_psi * cos_mean + sin_true * sin_mean,
      sin_mean * cos_true * cos_psi - sin_true * cos_mean,  //
      sin_true * sin_psi, sin_true * cos_psi * cos_mean - sin_mean * cos_true,
      sin_true * sin_mean * cos_psi + cos_true * cos_mean;
  return matrix;
}

Matrix3 precession_matrix(double t) {
  const double t2 = t * t;
  const double t3 = t2 * t;
  const double zeta = (2306.2181 * t + 0.30188 * t2 + 0.017998 * t3) * rad_per_arcsec;
  const double theta = (2004.3109 * t - 0.42665 * t2 - 0.041833 * t3) * rad_per_arcsec;
  const double z = (2306.2181 * t + 1.09468 * t2 + 0.018203 * t3) * rad_per_arcsec;
  const double cos_theta = std::cos(theta);
  const double sin_theta = std::sin(theta);
  const double cos_z = std::cos(z);
  const double sin_z = std::sin(z);
  const double cos_zeta = std::cos(zeta);
  const double sin_zeta = std::sin(zeta);
  Matrix3 matrix;
  matrix << cos_theta * cos_z * cos_zeta - sin_z * sin_zeta,
      -sin_zeta * cos_theta * cos_z - sin_z * cos_zeta, -sin_theta * cos_z,  //
      sin_z * cos_theta * cos_zeta + sin_zeta * cos_z,
      -sin_z * sin_zeta * cos_theta + cos_z * cos_zeta, -sin_theta * sin_z,  //
      sin_theta * cos_zeta, -sin_theta * sin_zeta, cos_theta;
  return matrix;
}

}  // namespace gmat_sweep::astro
