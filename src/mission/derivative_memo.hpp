#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gmat_sweep::mission {

/// The derivatives that the last few passes of a solver had from one force model, in the order they
/// were asked for. A solver runs its body again and again, and a Propagate that stands before what
/// was varied asks for the same ones: they are handed out again, bit by bit, as long as the
/// questions are the same.
class DerivativeMemo {
 public:
  /// A pass begins.
  /// @param circumstances  all that the derivatives depend on beside time and state
  void begin(std::span<const double> circumstances);

  /// @return the derivative that was kept for this time and state, or none; it stays good until the
  /// next call
  std::span<const double> find(double elapsed_s, std::span<const double> state);

  /// Keeps the answer to the last question, which find() did not know.
  void keep(double elapsed_s, std::span<const double> state, std::span<const double> derivative);

 private:
  /// Of each question the time, the state and the derivative, one after the other.
  struct Pass {
    std::vector<double> circumstances;
    std::vector<double> entries;
    std::uint64_t last_used = 0;
  };

  bool stands_at(const Pass& pass, std::size_t at, double elapsed_s,
                 std::span<const double> state) const;
  void choose(double elapsed_s, std::span<const double> state);

  std::array<Pass, 4> passes_;
  std::vector<double> circumstances_;
  Pass* pass_ = nullptr;  ///< none before the first question of a pass
  std::size_t next_ = 0;  ///< among its entries
  std::uint64_t begun_ = 0;
};

}  // namespace gmat_sweep::mission
