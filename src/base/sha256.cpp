#include "base/sha256.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  void add(const char* data, std::size_t size) { EVP_DigestUpdate(context_.get(), data, size); }

  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), bytes.data(), &size);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
      text += digits[bytes[i] >> 4U];
      text += digits[bytes[i] & 15U];
    }
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Digest digest;
  digest.add(bytes.data(), bytes.size());
  return digest.hex();
}

std::string sha256_file_hex(const std::filesystem::path& path, FileSystem& files) {
  const File file(path, O_RDONLY, "read", files);
  Digest digest;
  std::array<char, 1 << 16> buffer;  // filled by read
  while (true) {
    const ssize_t count = files.read(file.descriptor(), buffer.data(), buffer.size());
    if (count == 0) return digest.hex();
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int error = errno;
      throw GmatSweepError(fmt::format("cannot read {}: {}", path.string(), std::strerror(error)));
    }
    digest.add(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace gmat_sweep
