#include "base/names.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace gmat_sweep {

namespace {

/// Twice the Levenshtein distance; a change of letter case costs 1 instead of 2.
std::size_t edit_cost(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = 2 * j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], 2 * i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const char x = a[i - 1];
      const char y = b[j - 1];
      const bool same_letter = std::tolower(static_cast<unsigned char>(x)) ==
                               std::tolower(static_cast<unsigned char>(y));
      const std::size_t replace = diagonal + (x == y ? 0U : same_letter ? 1U : 2U);
      diagonal = row[j];
      row[j] = std::min({replace, row[j] + 2, row[j - 1] + 2});
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view name,
                                       std::span<const std::string> candidates, std::size_t most) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& candidate : candidates) {
    const std::size_t cost = edit_cost(name, candidate);
    if (cost <= std::max<std::size_t>(2, std::max(name.size(), candidate.size()))) {
      ranked.emplace_back(cost, candidate);
    }
  }
  std::ranges::sort(ranked);
  ranked.erase(std::unique(ranked.begin(), ranked.end()), ranked.end());
  std::vector<std::string> names;
  for (auto& [cost, candidate] : ranked) {
    if (names.size() == most) break;
    names.push_back(std::move(candidate));
  }
  return names;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::vector<std::string> names = nearest_names(name, candidates);
  if (names.empty()) return "";
  std::string text = " (did you mean " + names[0];
  for (std::size_t i = 1; i < names.size(); ++i) {
    text += (i + 1 == names.size() ? " or " : ", ") + names[i];
  }
  return text + "?)";
}

}  // namespace gmat_sweep
