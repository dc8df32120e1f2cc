#include "cli/stop_on_signal.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <string_view>

namespace gmat_sweep::cli {

namespace {

constexpr std::array<int, 2> stopping_signals = {SIGINT, SIGTERM};

// A handler is given nothing but the signal's number.
std::atomic<StopRequest*> current_request = nullptr;
std::atomic<int> received_signal = 0;

void restore_defaults() {
  for (const int signal : stopping_signals) std::signal(signal, SIG_DFL);
}

void handle(int signal) {
  received_signal.store(signal);
  restore_defaults();
  if (StopRequest* request = current_request.load()) request->request();
  constexpr std::string_view text =
      "\ngmat-sweep: stopping: runs under way may finish; a second signal stops at once\n";
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

StopOnSignal::StopOnSignal() {
  current_request.store(&request_);
  struct sigaction action {};
  action.sa_handler = handle;
  for (const int signal : stopping_signals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    // One that is ignored (nohup, a background job of a script) stays ignored.
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);
  }
}

StopOnSignal::~StopOnSignal() {
  restore_defaults();
  current_request.store(nullptr);
}

int StopOnSignal::signal() { return received_signal.load(); }

}  // namespace gmat_sweep::cli
