#pragma once

#include <filesystem>
#include <string>

namespace gmat_sweep::store {

/// A folder of one's own under the system's folder for temporary files, removed, with all in it, at
/// the end of its life.
class ScratchFolder {
 public:
  /// Throws GmatSweepError when it cannot be created.
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Takes the path of a folder that is soon gone out of a text: it says nothing to the reader.
void take_out_folder(std::string& text, const std::filesystem::path& folder);

}  // namespace gmat_sweep::store
