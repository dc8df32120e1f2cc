#include "sweep/run_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "gmat_sweep/errors.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

void check_is_run_folder(const fs::path& folder) {
  if (fs::is_empty(folder) || fs::is_regular_file(fs::symlink_status(folder / worker_log_name))) {
    return;
  }
  throw GmatSweepError(
      fmt::format("the run's folder {} holds files but no {}, so it is not a run's and is left "
                  "alone: empty it or choose another folder",
                  folder.string(), worker_log_name));
}

/// The log goes last: an interrupted cleaning still leaves a run's folder.
void empty(const fs::path& folder) {
  for (const fs::directory_entry& item : fs::directory_iterator(folder)) {
    if (item.path().filename() != worker_log_name) fs::remove_all(item.path());
  }
  fs::remove(folder / worker_log_name);
}

}  // namespace

void prepare_run_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0777) == 0) return;
  try {
    if (errno == ENOENT) {
      fs::create_directories(folder);
      return;
    }
    if (errno != EEXIST) throw std::system_error(errno, std::generic_category());
    check_is_run_folder(folder);
    empty(folder);
  } catch (const std::system_error& error) {
    throw GmatSweepError(fmt::format("cannot make an empty folder of {}: {}", folder.string(),
                                     error.code().message()));
  }
}

}  // namespace gmat_sweep
