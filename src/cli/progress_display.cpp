#include "cli/progress_display.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/clock.hpp"

namespace gmat_sweep::cli {

namespace {

constexpr double bar_interval_s = 0.1;
constexpr double line_interval_s = 10;
constexpr int bar_width = 30;

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(seconds);
  if (whole >= 3600) {
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  }
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

class Display {
 public:
  Display() : terminal_(isatty(STDERR_FILENO) == 1), started_s_(monotonic_seconds()) {}

  void operator()(const SweepProgress& progress) {
    const double now_s = monotonic_seconds();
    const bool last = progress.done == progress.total;
    if (!last && now_s - shown_s_ < (terminal_ ? bar_interval_s : line_interval_s)) return;
    if (!last && !terminal_ && shown_s_ == 0 && now_s - started_s_ < line_interval_s) return;
    shown_s_ = now_s;
    const std::string text = line(progress, now_s - started_s_);
    if (terminal_) {
      std::fprintf(stderr, "\r%s\x1b[K%s", text.c_str(), last ? "\n" : "");
    } else {
      std::fprintf(stderr, "%s\n", text.c_str());
    }
    std::fflush(stderr);
  }

 private:
  std::string line(const SweepProgress& progress, double elapsed_s) const {
    const double share = progress.total == 0 ? 1.0
                                             : static_cast<double>(progress.done) /
                                                   static_cast<double>(progress.total);
    const double rate = elapsed_s > 0 ? static_cast<double>(progress.done) / elapsed_s : 0;
    std::string text = fmt::format("gmat-sweep: {:3.0f}%", 100 * share);
    if (terminal_) {
      const int filled = static_cast<int>(share * bar_width);
      text += " |";
      for (int i = 0; i < bar_width; ++i) text += i < filled ? "█" : " ";
      text += "|";
    }
    text += fmt::format(" {}/{} runs", progress.done, progress.total);
    if (progress.failed > 0) text += fmt::format(", {} failed", progress.failed);
    text += fmt::format(" [{}", clock_text(elapsed_s));
    if (progress.done < progress.total && rate > 0) {
      const auto left = static_cast<double>(progress.total - progress.done);
      text += fmt::format(" < {}", clock_text(left / rate));
    }
    return text + fmt::format(", {:.{}f} runs/s]", rate, rate < 10 ? 2 : 0);
  }

  bool terminal_;
  double started_s_;
  double shown_s_ = 0;
};

}  // namespace

std::function<void(const SweepProgress&)> make_progress_display() { return Display(); }

}  // namespace gmat_sweep::cli
