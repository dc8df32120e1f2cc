#include "pools/protocol.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::protocol {

namespace {

constexpr std::size_t largest_packet = 128 * 1024;

[[noreturn]] void fail(std::string_view what) {
  const int error = errno;
  throw BackendError(fmt::format("cannot {}: {}", what, std::strerror(error)));
}

ChannelPair make_pair(int type) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("make a socket pair");
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

/// Room for one descriptor beside a message.
union Attachment {
  cmsghdr header;
  std::array<char, CMSG_SPACE(sizeof(int))> bytes;
};

FileDescriptor attached_descriptor(const msghdr& message) {
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return {};
  int descriptor = -1;
  std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
  return FileDescriptor(descriptor);
}

}  // namespace

ChannelPair make_control_channel() { return make_pair(SOCK_SEQPACKET); }
ChannelPair make_worker_channel() { return make_pair(SOCK_STREAM); }

bool send_packet(int channel, const Value& message, int descriptor) {
  std::string text = to_json(message);
  if (text.size() > largest_packet) {
    throw BackendError(
        fmt::format("a message of {} bytes to or from the worker program is too long; at most {} "
                    "bytes can be sent",
                    text.size(), largest_packet));
  }
  iovec part{text.data(), text.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  Attachment attachment{};
  if (descriptor >= 0) {
    header.msg_control = attachment.bytes.data();
    header.msg_controllen = attachment.bytes.size();
    cmsghdr* control = CMSG_FIRSTHDR(&header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(control), &descriptor, sizeof descriptor);
  }
  while (::sendmsg(channel, &header, MSG_NOSIGNAL) < 0) {
    if (errno == EPIPE || errno == ECONNRESET) return false;
    if (errno != EINTR) fail("reach the worker program");
  }
  return true;
}

std::optional<Packet> receive_packet(int channel) {
  std::string text(largest_packet, '\0');
  iovec part{text.data(), text.size()};
  Attachment attachment{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = attachment.bytes.data();
  header.msg_controllen = attachment.bytes.size();
  ssize_t count = 0;
  while ((count = ::recvmsg(channel, &header, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno == ECONNRESET) return std::nullopt;
    if (errno != EINTR) fail("hear from the worker program");
  }
  if (count == 0) return std::nullopt;
  FileDescriptor descriptor = attached_descriptor(header);
  text.resize(static_cast<std::size_t>(count));
  return Packet{parse_json(text), std::move(descriptor)};
}

LineBuffer::Read LineBuffer::read_from(int channel, bool wait) {
  bytes_.erase(0, start_);
  start_ = 0;
  std::array<char, 1 << 16> block;  // filled by recv
  ssize_t count = 0;
  while ((count = ::recv(channel, block.data(), block.size(), wait ? 0 : MSG_DONTWAIT)) < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return Read::nothing;
    if (errno == ECONNRESET) return Read::end;
    if (errno != EINTR) fail("read from a worker's channel");
  }
  bytes_.append(block.data(), static_cast<std::size_t>(count));
  return count > 0 ? Read::something : Read::end;
}

std::optional<std::string_view> LineBuffer::next_line() {
  const std::size_t end = bytes_.find('\n', start_);
  if (end == std::string::npos) return std::nullopt;
  const std::string_view line = std::string_view(bytes_).substr(start_, end - start_);
  start_ = end + 1;
  return line;
}

Value to_value(const WorkerSetup& setup) {
  const auto number = [](const std::optional<std::int64_t>& limit) {
    return limit ? Value(*limit) : Value();
  };
  return Value::Map{{"engine", gmat_sweep::to_value(setup.engine)},
                    {"hook", setup.hook ? gmat_sweep::to_value(*setup.hook) : Value()},
                    {"describe_failures", setup.describe_failures},
                    {"max_steps", number(setup.limits.max_steps)},
                    {"memory_bytes", number(setup.limits.memory_bytes)}};
}

WorkerSetup worker_setup_from_value(const Value& value) {
  const Value::Map& map = value.as_map();
  WorkerSetup setup;
  setup.engine = engine_config_from_value(map.at("engine"));
  if (const Value& hook = map.at("hook"); !hook.is_null()) {
    setup.hook = hook_config_from_value(hook);
  }
  setup.describe_failures = map.at("describe_failures").as_bool();
  if (const Value& steps = map.at("max_steps"); !steps.is_null()) {
    setup.limits.max_steps = steps.as_integer();
  }
  if (const Value& bytes = map.at("memory_bytes"); !bytes.is_null()) {
    setup.limits.memory_bytes = bytes.as_integer();
  }
  return setup;
}

}  // namespace gmat_sweep::protocol
