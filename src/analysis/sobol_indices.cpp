#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <span>

#include "analysis/columns.hpp"
#include "analysis/run_values.hpp"
#include "analysis/sobol_shape.hpp"
#include "gmat_sweep/design.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"

namespace gmat_sweep {
namespace {

/// Uniform whole numbers, the same on every machine.
/// Source: Steele, Lea, Flood (2014), "Fast Splittable Pseudorandom Number Generators", SplitMix64.
class Resampler {
 public:
  explicit Resampler(std::uint64_t seed) : state_(seed) {}

  /// One of 0 ... bound - 1. With bounds far below 2^64 the bias is far below what matters.
  std::size_t below(std::size_t bound) {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
  }

 private:
  std::uint64_t state_;
};

/// The values of one base point: its rows of A, of B, and of those with single columns exchanged.
class SaltelliValues {
 public:
  SaltelliValues(std::size_t field_count, bool second_order, std::vector<double> values)
      : field_count_(field_count),
        block_(second_order ? 2 * field_count + 2 : field_count + 2),
        values_(std::move(values)) {
    centre();
  }

  std::size_t base_count() const { return values_.size() / block_; }
  double a(std::size_t base) const { return at(base, 0); }
  double b(std::size_t base) const { return at(base, block_ - 1); }
  /// A with one field from B.
  double ab(std::size_t base, std::size_t field) const { return at(base, 1 + field); }
  /// B with one field from A.
  double ba(std::size_t base, std::size_t field) const {
    return at(base, 1 + field_count_ + field);
  }

 private:
  double at(std::size_t base, std::size_t row) const { return values_[base * block_ + row]; }

  /// Takes the mean away, which the estimators of S1 and S2 would otherwise multiply.
  void centre() {
    double sum = 0;
    double count = 0;
    for (double value : values_) {
      if (std::isnan(value)) continue;
      sum += value;
      count += 1;
    }
    for (double& value : values_) value -= sum / count;
  }

  std::size_t field_count_;
  std::size_t block_;
  std::vector<double> values_;
};

/// What the estimators need of one base point.
struct Terms {
  double a;
  double b;
  double ab_j;
  double ab_k;
  double ba_j;
};

/// The variance over the rows of A and B together.
double variance(std::span<const Terms> terms) {
  double sum = 0;
  double squares = 0;
  for (const Terms& t : terms) sum += t.a + t.b;
  double count = 2 * static_cast<double>(terms.size());
  double mean = sum / count;
  for (const Terms& t : terms) squares += (t.a - mean) * (t.a - mean) + (t.b - mean) * (t.b - mean);
  return squares / count;
}

template <class Term>
double mean_over_variance(std::span<const Terms> terms, Term term) {
  double sum = 0;
  for (const Terms& t : terms) sum += term(t);
  return sum / static_cast<double>(terms.size()) / variance(terms);
}

double first_order(std::span<const Terms> terms) {
  return mean_over_variance(terms, [](const Terms& t) { return t.b * (t.ab_j - t.a); });
}

double total_order(std::span<const Terms> terms) {
  return mean_over_variance(terms,
                            [](const Terms& t) { return 0.5 * (t.a - t.ab_j) * (t.a - t.ab_j); });
}

double second_order_index(std::span<const Terms> terms) {
  double both =
      mean_over_variance(terms, [](const Terms& t) { return t.ba_j * t.ab_k - t.a * t.b; });
  double other = mean_over_variance(terms, [](const Terms& t) { return t.b * (t.ab_k - t.a); });
  return both - first_order(terms) - other;
}

using Estimator = double (*)(std::span<const Terms>);

/// Half the width of the confidence interval, from resampled base points.
double confidence(Estimator estimator, std::span<const Terms> terms, const SobolOptions& options,
                  Resampler& resampler) {
  std::vector<double> estimates;
  std::vector<Terms> sample(terms.size());
  for (int i = 0; i < options.resamples; ++i) {
    for (Terms& t : sample) t = terms[resampler.below(terms.size())];
    estimates.push_back(estimator(sample));
  }
  double mean = 0;
  for (double estimate : estimates) mean += estimate / static_cast<double>(estimates.size());
  double squares = 0;
  for (double estimate : estimates) squares += (estimate - mean) * (estimate - mean);
  double std = std::sqrt(squares / (static_cast<double>(estimates.size()) - 1));
  return std * boost::math::quantile(boost::math::normal(), 0.5 + options.confidence_level / 2);
}

/// The result's rows as they are found.
class IndexRows {
 public:
  IndexRows(const std::vector<std::string>& fields, const SobolOptions& options)
      : fields_(fields), options_(options), resampler_(options.seed) {}

  /// @param k  the second field, for S2
  void add(const char* kind, Estimator estimator, std::size_t j, std::optional<std::size_t> k,
           const std::vector<Terms>& terms) {
    if (terms.size() < 2) {
      throw SweepConfigError(
          fmt::format("{} of {} cannot be computed: only {} base points have all the runs it needs",
                      kind, k ? fields_[j] + " with " + fields_[*k] : fields_[j], terms.size()));
    }
    kinds_.emplace_back(kind);
    firsts_.push_back(fields_[j]);
    seconds_.push_back(k ? fields_[*k] : "");
    has_second_.push_back(k.has_value());
    values_.push_back(estimator(terms));
    widths_.push_back(confidence(estimator, terms, options_, resampler_));
    base_points_.push_back(static_cast<std::int64_t>(terms.size()));
  }

  Table table() {
    return {{{"kind", kinds_},
             {"param_a", firsts_},
             {"param_b", seconds_, has_second_},
             {"value", values_},
             {"conf", widths_},
             {"base_points", base_points_}}};
  }

 private:
  const std::vector<std::string>& fields_;
  const SobolOptions& options_;
  Resampler resampler_;
  std::vector<std::string> kinds_;
  std::vector<std::string> firsts_;
  std::vector<std::string> seconds_;
  std::vector<bool> has_second_;
  std::vector<double> values_;
  std::vector<double> widths_;
  std::vector<std::int64_t> base_points_;
};

std::vector<Terms> terms_of(const SaltelliValues& values, std::size_t j) {
  std::vector<Terms> terms;
  for (std::size_t i = 0; i < values.base_count(); ++i) {
    Terms t{values.a(i), values.b(i), values.ab(i, j), 0, 0};
    if (!std::isnan(t.a + t.b + t.ab_j)) terms.push_back(t);
  }
  return terms;
}

std::vector<Terms> terms_of(const SaltelliValues& values, std::size_t j, std::size_t k) {
  std::vector<Terms> terms;
  for (std::size_t i = 0; i < values.base_count(); ++i) {
    Terms t{values.a(i), values.b(i), values.ab(i, j), values.ab(i, k), values.ba(i, j)};
    if (!std::isnan(t.a + t.b + t.ab_j + t.ab_k + t.ba_j)) terms.push_back(t);
  }
  return terms;
}

void check(const std::vector<std::string>& fields, const std::vector<double>& values,
           bool second_order, const SobolOptions& options) {
  if (fields.empty()) throw SweepConfigError("Sobol indices need at least one field");
  std::size_t block = second_order ? 2 * fields.size() + 2 : fields.size() + 2;
  if (values.empty() || values.size() % block != 0) {
    throw SweepConfigError(fmt::format(
        "a Sobol design of {} fields {} second order has a multiple of {} runs; there are {}",
        fields.size(), second_order ? "with" : "without", block, values.size()));
  }
  if (options.resamples < 2) {
    throw SweepConfigError(
        fmt::format("the bootstrap needs 2 resamples or more; got {}", options.resamples));
  }
  if (!(options.confidence_level > 0 && options.confidence_level < 1)) {
    throw SweepConfigError(
        fmt::format("a confidence level lies between 0 and 1; got {}", options.confidence_level));
  }
  auto failed = std::ranges::count_if(values, [](double value) { return std::isnan(value); });
  if (static_cast<std::size_t>(failed) == values.size()) {
    throw SweepConfigError("there are no Sobol indices to compute: no run has a value");
  }
}

}  // namespace

SobolIndices sobol_analyze(const std::vector<std::string>& fields,
                           const std::vector<double>& values, bool second_order,
                           const SobolOptions& options) {
  check(fields, values, second_order, options);
  SaltelliValues saltelli(fields.size(), second_order, values);
  IndexRows rows(fields, options);
  for (std::size_t j = 0; j < fields.size(); ++j) {
    rows.add("S1", first_order, j, std::nullopt, terms_of(saltelli, j));
  }
  for (std::size_t j = 0; j < fields.size(); ++j) {
    rows.add("ST", total_order, j, std::nullopt, terms_of(saltelli, j));
  }
  for (std::size_t j = 0; second_order && j < fields.size(); ++j) {
    for (std::size_t k = j + 1; k < fields.size(); ++k) {
      rows.add("S2", second_order_index, j, k, terms_of(saltelli, j, k));
    }
  }
  return {.table = rows.table(),
          .run_count = static_cast<std::int64_t>(values.size()),
          .failed_count =
              std::ranges::count_if(values, [](double value) { return std::isnan(value); })};
}

SobolShape sobol_shape(const Manifest& manifest) {
  const Design design = Design::from_parameter_spec(manifest.header().parameter_spec);
  if (design.kind() != "sobol") {
    throw SweepConfigError(
        fmt::format("Sobol indices need a sweep over a sobol design; this one is over a {} design",
                    design.kind()));
  }
  SobolShape shape{design.fields()};
  if (const Value* flag = design.parameter_spec().find("calc_second_order")) {
    shape.second_order = flag->as_bool();
  }
  const auto fields = static_cast<std::int64_t>(shape.fields.size());
  const std::int64_t runs_a_point = shape.second_order ? 2 * fields + 2 : fields + 2;
  shape.run_count = manifest.total_run_count() / runs_a_point * runs_a_point;
  return shape;
}

SobolIndices sobol_analyze(const Manifest& manifest, const LazyTable& table,
                           const std::string& column, const SobolOptions& options) {
  const SobolShape shape = sobol_shape(manifest);
  check_is_numeric(table, column);
  std::vector<double> values(static_cast<std::size_t>(shape.run_count),
                             std::numeric_limits<double>::quiet_NaN());
  std::vector<std::string> needed = {std::string(run_id_column), column,
                                     std::string(status_column)};
  for_each_run(table.select(needed), [&](std::int64_t run_id, const Table& rows) {
    if (run_id < 0 || run_id >= shape.run_count || !OkRows(rows)(0)) return;
    values[static_cast<std::size_t>(run_id)] = last_value(*rows.find(column));
  });
  return sobol_analyze(shape.fields, values, shape.second_order, options);
}

}  // namespace gmat_sweep
