#include "sweep/hooks/python_hook.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "base/installation.hpp"
#include "sweep/hooks/child_process.hpp"
#include "sweep/hooks/hook_reply.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

constexpr int request_fd = 3;
constexpr int reply_fd = 4;

/// PYTHONPATH with our package first: `import gmat_sweep` in a hook is this one, whatever else is
/// installed, since the objects the hook is handed are of its classes.
std::string python_path_setting() {
  std::string setting = "PYTHONPATH=" + python_folder().string();
  if (const char* inherited = std::getenv("PYTHONPATH")) setting += std::string(":") + inherited;
  return setting;
}

/// The Python process, and the two channels to it.
class Host {
 public:
  explicit Host(const HookConfig& config) : text_(config.text) {
    Pipe requests = make_pipe();
    Pipe replies = make_pipe();
    const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    const std::pair<int, int> descriptors[] = {{null.get(), STDIN_FILENO},
                                               {null.get(), STDOUT_FILENO},
                                               {null.get(), STDERR_FILENO},
                                               {requests.read_end.get(), request_fd},
                                               {replies.write_end.get(), reply_fd}};
    process_.emplace(
        std::vector<std::string>{config.python, "-X", "faulthandler", "-m", "gmat_sweep.hook_host",
                                 config.text, std::to_string(request_fd), std::to_string(reply_fd),
                                 config.modules.string(), config.modules_first ? "first" : "last"},
        descriptors, std::vector<std::string>{python_path_setting()});
    requests_ = std::move(requests.write_end);
    replies_ = std::move(replies.read_end);
  }

  /// Sends a line, unless the process is gone: then `receive` will say so.
  void send(std::string_view line) {
    while (!line.empty()) {
      const ssize_t count = write_without_sigpipe(requests_.get(), line);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return;
      line.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  /// The next line. Throws HookFailed saying how the process ended when there is none.
  Value receive() {
    std::size_t end = 0;
    while ((end = buffer_.find('\n')) == std::string::npos) {
      char bytes[1 << 14];
      const ssize_t count = read(replies_.get(), bytes, sizeof bytes);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        const std::string how = process_->wait();
        process_.reset();
        throw HookFailed(
            fmt::format("the Python process of hook '{}' {}", text_, how.empty() ? "exited" : how));
      }
      buffer_.append(bytes, static_cast<std::size_t>(count));
    }
    const std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return parse_reply(line, "the hook's Python process");
  }

 private:
  std::string text_;
  std::optional<ChildProcess> process_;
  FileDescriptor requests_;
  FileDescriptor replies_;
  std::string buffer_;
};

class PythonHook {
 public:
  explicit PythonHook(HookConfig config) : config_(std::move(config)) { start(); }

  HookOutputs call(const RunSpec& spec, const RunOutcome& outcome) {
    if (!host_) start();
    Value reply;
    try {
      host_->send(to_json(Value::Map{{"spec", to_value(spec)},
                                     {"outcome", to_value(outcome)},
                                     {"log_path", (spec.output_dir / worker_log_name).string()}}) +
                  "\n");
      reply = host_->receive();
    } catch (const HookFailed&) {
      host_.reset();
      throw;
    }
    const Value::Map& answer = reply.as_map();
    if (const Value* error = answer.find("error")) throw HookFailed(error->as_string());
    return outputs_from_reply(answer.at("extra_outputs"));
  }

  const std::filesystem::path& file() const { return file_; }

 private:
  void start() {
    try {
      host_.emplace(config_);
      const Value reply = host_->receive();
      const Value::Map& answer = reply.as_map();
      if (const Value* error = answer.find("error")) throw HookFailed(error->as_string());
      file_ = answer.at("file").as_string();
    } catch (const GmatSweepError& error) {
      host_.reset();
      throw SweepConfigError(fmt::format("postprocess hook '{}': {}", config_.text, error.what()));
    }
  }

  HookConfig config_;
  std::optional<Host> host_;
  std::filesystem::path file_;
};

}  // namespace

LoadedHook load_python_hook(const HookConfig& config) {
  auto hook = std::make_shared<PythonHook>(config);
  return {
      [hook](const RunSpec& spec, const RunOutcome& outcome) { return hook->call(spec, outcome); },
      hook->file()};
}

}  // namespace gmat_sweep
