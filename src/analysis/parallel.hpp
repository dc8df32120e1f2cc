#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace gmat_sweep {

/// Calls `work(i)` once for each i below `count`, from as many threads as the machine has cores.
/// Rethrows the first exception, after all threads have ended.
template <class Work>
void parallel_for(std::size_t count, Work work) {
  std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::size_t thread_count = std::min(cores, count);
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex mutex;
  auto run = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < thread_count; ++i) threads.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace gmat_sweep
