#include "mission/derivative_memo.hpp"

#include <algorithm>

namespace gmat_sweep::mission {
namespace {

constexpr std::size_t most_entries = std::size_t{1} << 18;  // of a pass, 2 MiB

std::size_t entry_size(std::span<const double> state) { return 1 + 2 * state.size(); }

}  // namespace

void DerivativeMemo::begin(std::span<const double> circumstances) {
  circumstances_.assign(circumstances.begin(), circumstances.end());
  pass_ = nullptr;
  next_ = 0;
  ++begun_;
}

bool DerivativeMemo::stands_at(const Pass& pass, std::size_t at, double elapsed_s,
                               std::span<const double> state) const {
  if (pass.entries.size() < at + entry_size(state) || pass.entries[at] != elapsed_s) return false;
  return std::equal(state.begin(), state.end(), &pass.entries[at + 1]);
}

/// The pass that began with this question under these circumstances, else the one that has lain
/// idle longest, emptied.
void DerivativeMemo::choose(double elapsed_s, std::span<const double> state) {
  const auto begins_so = [&](const Pass& pass) {
    return pass.circumstances == circumstances_ && stands_at(pass, 0, elapsed_s, state);
  };
  auto found = std::ranges::find_if(passes_, begins_so);
  if (found == passes_.end()) {
    found = std::ranges::min_element(passes_, {}, &Pass::last_used);
    found->circumstances = circumstances_;
    found->entries.clear();
  }
  pass_ = &*found;
  pass_->last_used = begun_;
}

std::span<const double> DerivativeMemo::find(double elapsed_s, std::span<const double> state) {
  if (pass_ == nullptr) choose(elapsed_s, state);
  if (!stands_at(*pass_, next_, elapsed_s, state)) return {};
  const auto derivative = std::span(pass_->entries).subspan(next_ + 1 + state.size(), state.size());
  next_ += entry_size(state);
  return derivative;
}

void DerivativeMemo::keep(double elapsed_s, std::span<const double> state,
                          std::span<const double> derivative) {
  // What another pass asked from here on is of no use to this one.
  if (pass_->entries.size() > next_) pass_->entries.resize(next_);
  if (next_ + entry_size(state) > most_entries) return;
  pass_->entries.push_back(elapsed_s);
  pass_->entries.insert(pass_->entries.end(), state.begin(), state.end());
  pass_->entries.insert(pass_->entries.end(), derivative.begin(), derivative.end());
  next_ += entry_size(state);
}

}  // namespace gmat_sweep::mission
