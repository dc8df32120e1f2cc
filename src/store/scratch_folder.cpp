#include "store/scratch_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep::store {

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gmat_sweep_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw GmatSweepError(fmt::format("cannot create a folder for temporary files as {}: {}", name,
                                     std::strerror(errno)));
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void take_out_folder(std::string& text, const std::filesystem::path& folder) {
  const std::string prefix = folder.string() + "/";
  for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
    text.erase(at, prefix.size());
  }
}

}  // namespace gmat_sweep::store
