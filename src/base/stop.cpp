#include "gmat_sweep/stop.hpp"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

StopRequest::StopRequest() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  const int error = errno;
  if (descriptor_ < 0) {
    throw GmatSweepError(fmt::format("cannot make an event descriptor: {}", std::strerror(error)));
  }
}

StopRequest::~StopRequest() { ::close(descriptor_); }

void StopRequest::request() noexcept {
  const int error = errno;
  requested_.store(true);
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(descriptor_, &one, sizeof one);
  errno = error;
}

}  // namespace gmat_sweep
