#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "design/random_generator.hpp"
#include "gmat_sweep/value.hpp"

namespace gmat_sweep {

/// The families that can be drawn from: SciPy's, by SciPy's names, and `choice`, which is ours.
enum class Family {
  norm,
  uniform,
  lognorm,
  truncnorm,
  triang,
  beta,
  gamma,
  expon,
  t,
  weibull_min,
  rayleigh,
  chi2,
  laplace,
  logistic,
  cauchy,
  choice,
};

/// One field's distribution.
///
/// Its form in a manifest (and in C++ calls) is the Python package's: a shorthand
///
///     ["normal", mu, sigma]   ["uniform", lo, hi]   ["lognormal", mu, sigma]
///
/// or a frozen SciPy distribution `{"name": "truncnorm", "args": [], "kwds": {"a": -2, "b": 2,
/// "loc": 0.01, "scale": 0.001}}`: shape parameters first, then loc and scale. Ours is
/// `{"name": "choice", "args": [[v1, v2, ...]], "kwds": {"p": [p1, p2, ...]}}`, `p` being optional.
class Distribution {
 public:
  /// Throws SweepConfigError, in the package's words where it has any.
  /// @param field  named in messages
  static Distribution from_value(std::string_view field, const Value& form);

  Family family() const { return family_; }

  /// One draw, as SciPy 1.10's `rvs(size=1, random_state=generator)` makes it: through NumPy's own
  /// sampler where SciPy uses it, else the quantile of one uniform (truncnorm, weibull_min, cauchy,
  /// and choice).
  Value draw(RandomGenerator& generator) const;

  /// The value with cumulative probability `u`, SciPy's `ppf`. @pre 0 <= u <= 1
  Value quantile(double u) const;

  /// The value whose cumulative probability is that of the standard normal `z`: exact for normals,
  /// which do not pass through the probability.
  Value from_normal(double z) const;

 private:
  double standard_draw(RandomGenerator& generator) const;
  double standard_quantile(double u) const;
  const Value& chosen(double u) const;

  Family family_ = Family::norm;
  std::array<double, 2> shape_{};
  double loc_ = 0;
  double scale_ = 1;
  std::vector<Value> choices_;
  std::vector<double> cumulative_;
};

/// Whether it names a family; `known_family_names` lists them: "norm, uniform, ...".
bool is_family_name(std::string_view name);
std::string known_family_names();

}  // namespace gmat_sweep
