#include "mission/vector_hold_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string_view>

#include "astro/epoch_text.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::mission {
namespace {

class Record {
 public:
  explicit Record(const std::filesystem::path& path) : path_(path), text_(read_file(path)) {}

  /// What stands after a label, at or after the place of another.
  std::istringstream after(std::string_view label, std::string_view within = {}) const {
    const auto start = within.empty() ? 0 : text_.find(within);
    const auto at = start == std::string::npos ? start : text_.find(label, start);
    if (at == std::string::npos) fail(label);
    const auto from = at + label.size();
    return std::istringstream(text_.substr(from, text_.find('\n', from) - from));
  }

  double real(std::string_view label, std::string_view within) const {
    std::string word;
    after(label, within) >> word;
    std::ranges::replace(word, 'D', 'E');
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    if (word.empty() || *end != '\0' || !std::isfinite(value)) fail(label);
    return value;
  }

  [[noreturn]] void fail(std::string_view label) const {
    throw GmatSweepError(fmt::format("{} is no TVHF_ASCII file: '{}' is missing or malformed",
                                     path_.string(), label));
  }

 private:
  const std::filesystem::path& path_;
  std::string text_;
};

}  // namespace

VectorHoldRecord read_vector_hold_file(const std::filesystem::path& path) {
  const Record record(path);
  VectorHoldRecord result;
  constexpr std::string_view epoch = "EPOCH TIME FOR ELEMENTS:";
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  double second = 0.0;
  auto fields = record.after(epoch);
  if (!(fields >> year >> month >> day >> hour >> minute >> second) || month < 1 || month > 12) {
    record.fail(epoch);
  }
  // Two digits, as GMAT reads them.
  year += year < 50 ? 2000 : 1900;
  result.utc_gregorian = fmt::format("{:02} {} {} {:02}:{:02}:{:06.3f}", day,
                                     astro::month_names[static_cast<std::size_t>(month - 1)], year,
                                     hour, minute, second);
  constexpr std::string_view section = "CARTESIAN COORDINATES:";
  constexpr std::array<std::string_view, 6> labels{" X ", " Y ", " Z ", "XDOT", "YDOT", "ZDOT"};
  for (std::size_t i = 0; i < 6; ++i) result.cartesian_km[i] = record.real(labels[i], section);
  result.reflectivity = record.real("CSUBR", section);
  return result;
}

}  // namespace gmat_sweep::mission
