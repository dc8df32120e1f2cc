#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/files.hpp"
#include "gmat_sweep/run.hpp"
#include "gmat_sweep/value.hpp"
#include "sweep/pool.hpp"

/// What the driver, the helper program and its workers say to each other. All of it is JSON.
///
/// Control channel, driver to helper and back, one message per packet:
///     driver   {"setup": {...}}                        once, first
///     helper   {"event": "ready"}
///              or {"event": "error", "kind": "ScriptError", "message": "..."}, and it ends
///     driver   {"fork": 7}
///     helper   {"event": "forked", "worker": 7, "pid": 4711}   with the worker's channel attached
///     driver   {"kill": 7}
///     helper   {"event": "exited", "worker": 7, "wait_status": 9}
/// When the driver closes it, the helper kills the workers left and ends.
///
/// Worker channel, one message per line:
///     driver   a RunSpec
///     worker   {"event": "started", "run_id": 12}
///              {"event": "engine_done", "outcome": {...}}      only when a hook is to start
///              {"event": "outcome", "outcome": {...}}
/// When the driver closes it, the worker ends.
namespace gmat_sweep::protocol {

/// The descriptor on which the helper finds its control channel.
inline constexpr int control_descriptor = 3;

struct ChannelPair {
  FileDescriptor ours;
  FileDescriptor theirs;
};
ChannelPair make_control_channel();
ChannelPair make_worker_channel();

/// A message of the control channel, with the descriptor attached to it if any.
struct Packet {
  Value message;
  FileDescriptor descriptor;
};
/// False when the other side is gone. Throws BackendError when the message does not fit a packet.
bool send_packet(int channel, const Value& message, int descriptor = -1);
/// Nothing when the other side has closed the channel.
std::optional<Packet> receive_packet(int channel);

/// Whole lines out of a stream of bytes.
class LineBuffer {
 public:
  enum class Read { something, nothing, end };
  /// Reads what is there, or waits for something first; `nothing` comes only without waiting.
  Read read_from(int channel, bool wait);
  /// The next whole line without its newline; valid until the next call of either function.
  std::optional<std::string_view> next_line();

 private:
  std::string bytes_;
  std::size_t start_ = 0;
};

/// What the helper needs of it: the driver keeps the deadlines to itself.
Value to_value(const WorkerSetup& setup);
WorkerSetup worker_setup_from_value(const Value& value);

}  // namespace gmat_sweep::protocol
