#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace gmat_sweep::astro {

/// A file's content, mapped read-only: processes that read the same file share its pages.
class MappedFile {
 public:
  /// Throws GmatSweepError when it cannot be opened.
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gmat_sweep::astro
