#include "design/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "design/distribution_form.hpp"
#include "design/quantiles.hpp"

namespace gmat_sweep {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Support {
  double lower;
  double upper;
};

Support standard_support(Family family, const std::array<double, 2>& shape) {
  switch (family) {
    case Family::norm:
    case Family::t:
    case Family::laplace:
    case Family::logistic:
    case Family::cauchy:
      return {-infinity, infinity};
    case Family::uniform:
    case Family::triang:
    case Family::beta:
    case Family::choice:
      return {0, 1};
    case Family::truncnorm:
      return {shape[0], shape[1]};
    case Family::lognorm:
    case Family::gamma:
    case Family::expon:
    case Family::weibull_min:
    case Family::rayleigh:
    case Family::chi2:
      return {0, infinity};
  }
  return {-infinity, infinity};
}

double triangular_quantile(double u, double mode) {
  return u < mode ? std::sqrt(mode * u) : 1 - std::sqrt((1 - mode) * (1 - u));
}

}  // namespace

Distribution Distribution::from_value(std::string_view field, const Value& form) {
  DistributionForm parsed = parse_distribution_form(field, form);
  Distribution distribution;
  distribution.family_ = parsed.family;
  distribution.shape_ = parsed.shape;
  distribution.loc_ = parsed.loc;
  distribution.scale_ = parsed.scale;
  distribution.choices_ = std::move(parsed.choices);
  distribution.cumulative_ = std::move(parsed.cumulative);
  return distribution;
}

Value Distribution::draw(RandomGenerator& generator) const {
  if (family_ == Family::choice) return chosen(generator.random());
  return standard_draw(generator) * scale_ + loc_;
}

Value Distribution::quantile(double u) const {
  if (family_ == Family::choice) return chosen(u);
  const Support support = standard_support(family_, shape_);
  if (u <= 0) return support.lower * scale_ + loc_;
  if (u >= 1) return support.upper * scale_ + loc_;
  return standard_quantile(u) * scale_ + loc_;
}

Value Distribution::from_normal(double z) const {
  if (family_ == Family::norm) return z * scale_ + loc_;
  if (family_ == Family::lognorm) return std::exp(shape_[0] * z) * scale_ + loc_;
  return quantile(normal_cdf(z));
}

double Distribution::standard_draw(RandomGenerator& generator) const {
  switch (family_) {
    case Family::norm:
      return generator.standard_normal();
    case Family::uniform:
      return generator.random();
    case Family::lognorm:
      return std::exp(shape_[0] * generator.standard_normal());
    case Family::triang:
      return generator.triangular(shape_[0]);
    case Family::beta:
      return generator.beta(shape_[0], shape_[1]);
    case Family::gamma:
      return generator.standard_gamma(shape_[0]);
    case Family::expon:
      return generator.standard_exponential();
    case Family::t:
      return generator.standard_t(shape_[0]);
    case Family::rayleigh:
      return std::sqrt(generator.chisquare(2));
    case Family::chi2:
      return generator.chisquare(shape_[0]);
    case Family::laplace:
      return generator.laplace();
    case Family::logistic:
      return generator.logistic();
    case Family::truncnorm:
    case Family::weibull_min:
    case Family::cauchy:
    case Family::choice:
      break;
  }
  const double u = generator.random();
  return u > 0 ? standard_quantile(u) : standard_support(family_, shape_).lower;
}

double Distribution::standard_quantile(double u) const {
  switch (family_) {
    case Family::norm:
      return normal_quantile(u);
    case Family::uniform:
    case Family::choice:
      return u;
    case Family::lognorm:
      return std::exp(shape_[0] * normal_quantile(u));
    case Family::truncnorm:
      return truncated_normal_quantile(u, shape_[0], shape_[1]);
    case Family::triang:
      return triangular_quantile(u, shape_[0]);
    case Family::beta:
      return boost::math::ibeta_inv(shape_[0], shape_[1], u);
    case Family::gamma:
      return boost::math::gamma_p_inv(shape_[0], u);
    case Family::expon:
      return -std::log1p(-u);
    case Family::t:
      return boost::math::quantile(boost::math::students_t(shape_[0]), u);
    case Family::weibull_min:
      return std::pow(-std::log1p(-u), 1.0 / shape_[0]);
    case Family::rayleigh:
      return std::sqrt(-2 * std::log1p(-u));
    case Family::chi2:
      return 2 * boost::math::gamma_p_inv(shape_[0] / 2, u);
    case Family::laplace:
      return u > 0.5 ? -std::log(2 * (1 - u)) : std::log(2 * u);
    case Family::logistic:
      return std::log(u / (1 - u));
    case Family::cauchy:
      return std::tan(std::numbers::pi * u - std::numbers::pi / 2.0);
  }
  return u;
}

const Value& Distribution::chosen(double u) const {
  const auto found = std::ranges::upper_bound(cumulative_, u);
  const auto index = static_cast<std::size_t>(found - cumulative_.begin());
  return choices_[std::min(index, choices_.size() - 1)];
}

}  // namespace gmat_sweep
