#include "sweep/run_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "sweep/run_one.hpp"

namespace gmat_sweep {

namespace {

namespace fs = std::filesystem;

void check_is_run_folder(const fs::path& folder) {
  if (fs::is_symlink(fs::symlink_status(folder))) {
    throw GmatSweepError(fmt::format(
        "the run's folder {} is a link to another place, which is left alone: remove the link",
        folder.string()));
  }
  if (fs::is_empty(folder) || fs::is_regular_file(fs::symlink_status(folder / worker_log_name))) {
    return;
  }
  throw GmatSweepError(
      fmt::format("the run's folder {} holds files but no {}, so it is not a run's and is left "
                  "alone: empty it or choose another folder",
                  folder.string(), worker_log_name));
}

/// The log goes last: an interrupted cleaning still leaves a run's folder.
void empty(const fs::path& folder, FileSystem& files) {
  for (const fs::directory_entry& item : fs::directory_iterator(folder)) {
    if (item.path().filename() != worker_log_name) remove_tree(item.path(), files);
  }
  remove_tree(folder / worker_log_name, files);
}

}  // namespace

void prepare_run_folder(const fs::path& folder, FileSystem& files) {
  if (files.make_folder(folder.c_str()) == 0) return;
  try {
    if (errno == ENOENT) {
      create_folders(folder, files);
      return;
    }
    if (errno != EEXIST) throw std::system_error(errno, std::generic_category());
    check_is_run_folder(folder);
    empty(folder, files);
  } catch (const std::system_error& error) {
    throw GmatSweepError(fmt::format("cannot make an empty folder of {}: {}", folder.string(),
                                     error.code().message()));
  }
}

}  // namespace gmat_sweep
