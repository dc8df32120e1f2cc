#include "design/covariance_file.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "base/lower_case.hpp"
#include "design/csv.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

struct NamedMatrix {
  std::vector<std::string> fields;
  std::vector<double> matrix;
  std::vector<double> means;
  CovarianceFrame frame = CovarianceFrame::script;
};

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& problem) {
  throw SweepConfigError(fmt::format("{}: {}", path.string(), problem));
}

std::vector<double> numbers(const std::filesystem::path& path, const Value& list,
                            std::string_view what) {
  if (!list.is_list()) refuse(path, fmt::format("{} must be a list of numbers", what));
  std::vector<double> result;
  for (const Value& item : list.as_list()) {
    if (!item.is_number()) {
      refuse(path, fmt::format("{} must hold numbers, got {}", what, python_repr(item)));
    }
    result.push_back(item.as_real());
  }
  return result;
}

void require_square(const std::filesystem::path& path, const NamedMatrix& read,
                    std::size_t row_count) {
  const std::size_t size = read.fields.size();
  if (size == 0 || row_count != size || read.matrix.size() != size * size) {
    refuse(path, fmt::format("{} fields need a matrix of {} rows of {} values, got {} rows and {} "
                             "values in all",
                             size, size, size, row_count, read.matrix.size()));
  }
  if (!read.means.empty() && read.means.size() != size) {
    refuse(path, fmt::format("{} fields need as many means, got {}", size, read.means.size()));
  }
}

NamedMatrix from_json(const std::filesystem::path& path, const std::string& text) {
  Value value;
  try {
    value = parse_json(text);
  } catch (const GmatSweepError& error) {
    refuse(path, error.what());
  }
  const Value* fields = value.is_map() ? value.as_map().find("fields") : nullptr;
  const Value* matrix = value.is_map() ? value.as_map().find("matrix") : nullptr;
  if (fields == nullptr || matrix == nullptr || !fields->is_list() || !matrix->is_list()) {
    refuse(path, R"(expected {"fields": [...], "matrix": [[...], ...]})");
  }
  NamedMatrix read;
  for (const Value& field : fields->as_list()) {
    if (!field.is_string()) refuse(path, "\"fields\" must be a list of names");
    read.fields.push_back(field.as_string());
  }
  for (const Value& row : matrix->as_list()) {
    const auto values = numbers(path, row, "each row of \"matrix\"");
    read.matrix.insert(read.matrix.end(), values.begin(), values.end());
  }
  if (const Value* means = value.as_map().find("means")) {
    read.means = numbers(path, *means, "\"means\"");
  }
  if (const Value* frame = value.as_map().find("frame")) {
    if (!frame->is_string()) refuse(path, "\"frame\" must be \"script\", \"RIC\" or \"VNB\"");
    read.frame = parse_covariance_frame(frame->as_string());
  }
  require_square(path, read, matrix->as_list().size());
  return read;
}

NamedMatrix from_csv(const std::filesystem::path& path, const std::string& text) {
  std::vector<CsvRecord> records;
  try {
    records = parse_csv(text);
  } catch (const SweepConfigError& error) {
    refuse(path, error.what());
  }
  if (records.empty()) refuse(path, "empty: the first line must name the fields");
  NamedMatrix read;
  const bool labelled = stripped(records[0].cells[0]).empty();
  const std::ptrdiff_t first = labelled ? 1 : 0;
  for (auto cell = records[0].cells.begin() + first; cell != records[0].cells.end(); ++cell) {
    read.fields.emplace_back(stripped(*cell));
  }
  std::size_t row_count = 0;
  for (std::size_t r = 1; r < records.size(); ++r) {
    const std::string_view label = labelled ? stripped(records[r].cells[0]) : std::string_view{};
    const bool is_mean = labelled && label == "mean";
    if (labelled && !is_mean &&
        (row_count >= read.fields.size() || label != read.fields[row_count])) {
      refuse(path,
             fmt::format("line {}: row labelled {}, expected {} or 'mean'", records[r].line,
                         python_repr(Value(label)),
                         row_count < read.fields.size() ? python_repr(Value(read.fields[row_count]))
                                                        : "no further row"));
    }
    auto& target = is_mean ? read.means : read.matrix;
    row_count += is_mean ? 0 : 1;
    for (auto cell = records[r].cells.begin() + first; cell != records[r].cells.end(); ++cell) {
      const auto number = python_float(*cell);
      if (!number) {
        refuse(path, fmt::format("line {}: expected a number, got {}", records[r].line,
                                 python_repr(Value(*cell))));
      }
      target.push_back(*number);
    }
  }
  require_square(path, read, row_count);
  return read;
}

NamedMatrix read_named_matrix(const std::filesystem::path& path, std::string_view what) {
  if (!std::filesystem::is_regular_file(path)) {
    throw SweepConfigError(fmt::format("{} file not found: {}", what, path.string()));
  }
  const std::string text = read_file(path);
  return stripped(text).starts_with('{') ? from_json(path, text) : from_csv(path, text);
}

/// The positions in `fields` of X, Y, Z (and VX, VY, VZ) of one spacecraft.
std::vector<std::size_t> state_positions(const std::vector<std::string>& fields) {
  constexpr std::array<std::string_view, 6> names = {"X", "Y", "Z", "VX", "VY", "VZ"};
  const std::string prefix =
      fields.empty() ? "" : fields[0].substr(0, fields[0].find_last_of('.') + 1);
  std::vector<std::size_t> positions;
  if (fields.size() == 3 || fields.size() == 6) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto found = std::ranges::find(fields, prefix + std::string(names[i]));
      if (found == fields.end()) break;
      positions.push_back(static_cast<std::size_t>(found - fields.begin()));
    }
  }
  if (positions.size() != fields.size() || fields.empty()) {
    throw SweepConfigError(fmt::format(
        "a covariance in RIC or VNB must be of X, Y, Z or of X, Y, Z, VX, VY, VZ of one "
        "spacecraft, got {}",
        fmt::join(fields, ", ")));
  }
  return positions;
}

/// The frame's axes as columns.
Eigen::Matrix3d frame_axes(CovarianceFrame frame, const StateVector& position_km,
                           const StateVector& velocity_km_s) {
  const Eigen::Vector3d r(position_km.data());
  const Eigen::Vector3d v(velocity_km_s.data());
  const Eigen::Vector3d normal = r.cross(v);
  if (!(normal.norm() > 1e-12 * r.norm() * v.norm())) {
    throw SweepConfigError(
        "RIC and VNB are not defined for a nominal state whose position and velocity are parallel "
        "or zero");
  }
  const Eigen::Vector3d unit_normal = normal.normalized();
  Eigen::Matrix3d axes;
  if (frame == CovarianceFrame::ric) {
    const Eigen::Vector3d radial = r.normalized();
    axes << radial, unit_normal.cross(radial), unit_normal;
  } else {
    const Eigen::Vector3d along = v.normalized();
    axes << along, unit_normal, along.cross(unit_normal);
  }
  return axes;
}

}  // namespace

CovarianceFile read_covariance(const std::filesystem::path& path) {
  NamedMatrix read = read_named_matrix(path, "covariance");
  return {{std::move(read.fields), std::move(read.means), std::move(read.matrix)}, read.frame};
}

RankCorrelation read_rank_correlation(const std::filesystem::path& path) {
  NamedMatrix read = read_named_matrix(path, "correlation");
  if (!read.means.empty() || read.frame != CovarianceFrame::script) {
    refuse(path, "a rank correlation has neither means nor a frame");
  }
  return {std::move(read.fields), std::move(read.matrix)};
}

CovarianceFrame parse_covariance_frame(std::string_view name) {
  const std::string lower = lower_case(name);
  if (lower == "script") return CovarianceFrame::script;
  if (lower == "ric") return CovarianceFrame::ric;
  if (lower == "vnb") return CovarianceFrame::vnb;
  throw SweepConfigError(
      fmt::format("covariance frame must be script, RIC or VNB, got {}", python_repr(Value(name))));
}

Covariance to_script_axes(const Covariance& covariance, CovarianceFrame frame,
                          const StateVector& position_km, const StateVector& velocity_km_s) {
  if (frame == CovarianceFrame::script) return covariance;
  const auto positions = state_positions(covariance.fields);
  const auto size = static_cast<Eigen::Index>(positions.size());
  const Eigen::Matrix3d axes = frame_axes(frame, position_km, velocity_km_s);
  Eigen::MatrixXd turn = Eigen::MatrixXd::Zero(size, size);
  turn.topLeftCorner<3, 3>() = axes;
  if (size == 6) turn.bottomRightCorner<3, 3>() = axes;

  Eigen::MatrixXd given(size, size);
  const auto at = [&](Eigen::Index i, Eigen::Index j) {
    return positions[static_cast<std::size_t>(i)] * positions.size() +
           positions[static_cast<std::size_t>(j)];
  };
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j < size; ++j) given(i, j) = covariance.matrix.at(at(i, j));
  }
  const Eigen::MatrixXd turned = turn * given * turn.transpose();
  Covariance result = covariance;
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j < size; ++j) {
      result.matrix[at(i, j)] = 0.5 * (turned(i, j) + turned(j, i));
    }
  }
  return result;
}

}  // namespace gmat_sweep
