#include "design/dependence.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/names.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

std::string repr(const std::string& text) { return python_repr(Value(text)); }

void check_shape(std::string_view what, const std::vector<std::string>& fields,
                 const std::vector<double>& matrix) {
  const std::size_t size = fields.size();
  if (matrix.size() != size * size) {
    throw SweepConfigError(fmt::format("{} of {} fields needs a matrix of {} values, got {}", what,
                                       size, size * size, matrix.size()));
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (std::find(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i), fields[i]) !=
        fields.begin() + static_cast<std::ptrdiff_t>(i)) {
      throw SweepConfigError(fmt::format("{} names {} twice", what, repr(fields[i])));
    }
    for (std::size_t j = 0; j < size; ++j) {
      if (std::isfinite(matrix[i * size + j])) continue;
      throw SweepConfigError(fmt::format("{} of {} and {} must be finite, got {}", what,
                                         repr(fields[i]), repr(fields[j]), matrix[i * size + j]));
    }
  }
}

/// @param unit  the size of each field, in which asymmetry is judged
void check_symmetry(std::string_view what, const std::vector<std::string>& fields,
                    const std::vector<double>& matrix, const std::vector<double>& unit) {
  constexpr double tolerance = 1e-9;
  const std::size_t size = fields.size();
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double lower = matrix[i * size + j];
      const double upper = matrix[j * size + i];
      if (std::abs(lower - upper) <= tolerance * unit[i] * unit[j]) continue;
      throw SweepConfigError(fmt::format(
          "{} is not symmetric: {} with {} is {}, but {} with {} is {}", what, repr(fields[i]),
          repr(fields[j]), lower, repr(fields[j]), repr(fields[i]), upper));
    }
  }
}

/// @param correlation  of unit diagonal
std::vector<double> symmetric_root(std::string_view what, const std::vector<double>& correlation,
                                   std::size_t size) {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto n = static_cast<Eigen::Index>(size);
  const Matrix raw = Eigen::Map<const Matrix>(correlation.data(), n, n);
  const Matrix matrix = 0.5 * (raw + raw.transpose());
  std::vector<double> root(correlation.size());
  Eigen::Map<Matrix> result(root.data(), n, n);
  if (matrix.isIdentity(0)) {
    result.setIdentity();
    return root;
  }
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(matrix);
  const double smallest = solver.eigenvalues()(0);
  if (smallest < -1e-10 * static_cast<double>(size)) {
    throw SweepConfigError(
        fmt::format("{} is not positive semi-definite: scaled to unit variances, its smallest "
                    "eigenvalue is {:.6g} (>= 0 would be accepted)",
                    what, smallest));
  }
  const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0).cwiseSqrt();
  result = solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
  return root;
}

/// A field without variance always has its mean.
Value marginal(const Covariance& covariance, std::size_t i, double sigma) {
  const double mean = covariance.means[i];
  if (sigma > 0) return Value::List{"normal", mean, sigma};
  return Value::Map{{"name", "choice"}, {"args", Value::List{Value::List{mean}}}};
}

/// Adds the covariance's fields to `result`, and returns their names and normal correlation.
DependentBlock add_covariance(const Covariance& covariance,
                              std::vector<Perturbation>& perturbations) {
  constexpr std::string_view what = "covariance";
  const std::size_t size = covariance.fields.size();
  check_shape(what, covariance.fields, covariance.matrix);
  if (covariance.means.size() != size) {
    throw SweepConfigError(fmt::format("covariance of {} fields needs as many means, got {}", size,
                                       covariance.means.size()));
  }
  std::vector<double> sigma(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double variance = covariance.matrix[i * size + i];
    if (!(variance >= 0) || !std::isfinite(covariance.means[i])) {
      throw SweepConfigError(
          fmt::format("covariance needs a variance >= 0 and a finite mean of {}, got {} and {}",
                      repr(covariance.fields[i]), variance, covariance.means[i]));
    }
    sigma[i] = std::sqrt(variance);
  }
  check_symmetry(what, covariance.fields, covariance.matrix, sigma);

  std::vector<double> correlation(size * size, 1.0);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      if (i == j) continue;
      const double value = covariance.matrix[i * size + j];
      if (value != 0 && sigma[i] * sigma[j] == 0) {
        throw SweepConfigError(fmt::format(
            "covariance is not positive semi-definite: {} and {} have {} where one has no variance",
            repr(covariance.fields[i]), repr(covariance.fields[j]), value));
      }
      correlation[i * size + j] = value == 0 ? 0 : value / sigma[i] / sigma[j];
    }
    const std::string& field = covariance.fields[i];
    if (std::ranges::find(perturbations, field, &Perturbation::field) != perturbations.end()) {
      throw SweepConfigError(
          fmt::format("{} is given both a distribution and a covariance", repr(field)));
    }
    perturbations.push_back({field, name_hash(field),
                             Distribution::from_value(field, marginal(covariance, i, sigma[i]))});
  }
  return {{}, symmetric_root(what, correlation, size)};
}

/// Spearman's rho of a bivariate normal is 6/pi asin(r/2); this is its inverse.
double normal_correlation(double rank_correlation) {
  return 2 * std::sin(std::numbers::pi / 6 * rank_correlation);
}

DependentBlock correlation_block(const RankCorrelation& correlation) {
  constexpr std::string_view what = "correlation";
  const std::size_t size = correlation.fields.size();
  check_shape(what, correlation.fields, correlation.matrix);
  check_symmetry(what, correlation.fields, correlation.matrix, std::vector<double>(size, 1.0));
  std::vector<double> normal(size * size, 1.0);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      const double value = correlation.matrix[i * size + j];
      if (i == j ? std::abs(value - 1) > 1e-9 : std::abs(value) > 1) {
        throw SweepConfigError(fmt::format("correlation of {} with {} must be {}, got {}",
                                           repr(correlation.fields[i]), repr(correlation.fields[j]),
                                           i == j ? "1" : "between -1 and 1", value));
      }
      if (i != j) normal[i * size + j] = normal_correlation(value);
    }
  }
  return {{}, symmetric_root(what, normal, size)};
}

/// The positions of `fields` among the sorted perturbations.
std::vector<std::size_t> positions(std::string_view what, const std::vector<std::string>& fields,
                                   const std::vector<Perturbation>& perturbations) {
  std::vector<std::size_t> result;
  for (const std::string& field : fields) {
    const auto found = std::ranges::find(perturbations, field, &Perturbation::field);
    if (found == perturbations.end()) {
      throw SweepConfigError(fmt::format("{} names {}, which has no distribution{}", what,
                                         repr(field),
                                         did_you_mean(field, fields_of(perturbations))));
    }
    result.push_back(static_cast<std::size_t>(found - perturbations.begin()));
  }
  return result;
}

void check_disjoint(const Dependence& dependence) {
  for (const std::string& field : dependence.correlation.fields) {
    if (std::ranges::find(dependence.covariance.fields, field) ==
        dependence.covariance.fields.end())
      continue;
    throw SweepConfigError(
        fmt::format("{} is in both the covariance and the correlation", repr(field)));
  }
}

Value::List rows_of(const std::vector<double>& matrix, std::size_t size) {
  Value::List rows;
  for (std::size_t i = 0; i < size; ++i) {
    const auto begin = matrix.begin() + static_cast<std::ptrdiff_t>(i * size);
    rows.emplace_back(Value::List(begin, begin + static_cast<std::ptrdiff_t>(size)));
  }
  return rows;
}

std::vector<double> reals(const Value& list) {
  std::vector<double> result;
  for (const Value& item : list.as_list()) result.push_back(item.as_real());
  return result;
}

std::vector<double> matrix_of(const Value& rows) {
  std::vector<double> result;
  for (const Value& row : rows.as_list()) {
    const std::vector<double> values = reals(row);
    result.insert(result.end(), values.begin(), values.end());
  }
  return result;
}

std::vector<std::string> texts(const Value& list) {
  std::vector<std::string> result;
  for (const Value& item : list.as_list()) result.push_back(item.as_string());
  return result;
}

}  // namespace

DependentPerturbations parse_dependence(const Value::Map& perturb, const Dependence& dependence,
                                        std::string_view what) {
  DependentPerturbations result;
  const bool has_covariance = !dependence.covariance.fields.empty();
  const bool has_correlation = !dependence.correlation.fields.empty();
  if (!perturb.empty() || !has_covariance) result.perturbations = parse_perturb(perturb, what);
  check_disjoint(dependence);
  if (has_covariance) {
    result.blocks.push_back(add_covariance(dependence.covariance, result.perturbations));
    std::ranges::sort(result.perturbations, {}, &Perturbation::field);
    result.blocks.back().members =
        positions("covariance", dependence.covariance.fields, result.perturbations);
  }
  if (has_correlation) {
    result.blocks.push_back(correlation_block(dependence.correlation));
    result.blocks.back().members =
        positions("correlation", dependence.correlation.fields, result.perturbations);
  }
  return result;
}

void correlate(const DependentBlock& block, std::span<double> normals) {
  const std::size_t size = block.members.size();
  std::vector<double> independent(size);
  for (std::size_t i = 0; i < size; ++i) independent[i] = normals[block.members[i]];
  for (std::size_t i = 0; i < size; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < size; ++j) sum += block.root[i * size + j] * independent[j];
    normals[block.members[i]] = sum;
  }
}

void add_to_spec(const Dependence& dependence, Value::Map& spec) {
  if (const Covariance& covariance = dependence.covariance; !covariance.fields.empty()) {
    spec.set("covariance",
             Value::Map{{"fields", Value::List(covariance.fields.begin(), covariance.fields.end())},
                        {"means", Value::List(covariance.means.begin(), covariance.means.end())},
                        {"matrix", rows_of(covariance.matrix, covariance.fields.size())}});
  }
  if (const RankCorrelation& correlation = dependence.correlation; !correlation.fields.empty()) {
    spec.set(
        "correlation",
        Value::Map{{"fields", Value::List(correlation.fields.begin(), correlation.fields.end())},
                   {"matrix", rows_of(correlation.matrix, correlation.fields.size())}});
  }
}

Dependence dependence_from_spec(const Value::Map& spec) {
  Dependence dependence;
  try {
    if (const Value* covariance = spec.find("covariance")) {
      dependence.covariance = {texts(covariance->as_map().at("fields")),
                               reals(covariance->as_map().at("means")),
                               matrix_of(covariance->as_map().at("matrix"))};
    }
    if (const Value* correlation = spec.find("correlation")) {
      dependence.correlation = {texts(correlation->as_map().at("fields")),
                                matrix_of(correlation->as_map().at("matrix"))};
    }
  } catch (const std::exception& error) {
    throw SweepConfigError(
        fmt::format("parameter_spec's covariance or correlation is malformed: {}", error.what()));
  }
  return dependence;
}

}  // namespace gmat_sweep
