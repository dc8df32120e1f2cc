#include "astro/embedded_data.hpp"

#include <array>

// The assembler copies each file into the library: worker programs then need no data files, and a
// table costs neither compile time nor start-up.
#define GMAT_SWEEP_EMBED(symbol, path)                                                      \
  __asm__(                                                                                  \
      ".pushsection .rodata\n"                                                              \
      ".hidden gmat_sweep_data_" #symbol                                                    \
      "\n"                                                                                  \
      ".hidden gmat_sweep_data_" #symbol                                                    \
      "_end\n"                                                                              \
      ".globl gmat_sweep_data_" #symbol                                                     \
      "\n"                                                                                  \
      ".globl gmat_sweep_data_" #symbol                                                     \
      "_end\n"                                                                              \
      "gmat_sweep_data_" #symbol ":\n.incbin \"" GMAT_SWEEP_DATA_DIR "/" path               \
      "\"\n"                                                                                \
      "gmat_sweep_data_" #symbol                                                            \
      "_end:\n"                                                                             \
      ".popsection\n");                                                                     \
  extern "C" {                                                                              \
  extern const char gmat_sweep_data_##symbol[] __attribute__((visibility("hidden")));       \
  extern const char gmat_sweep_data_##symbol##_end[] __attribute__((visibility("hidden"))); \
  }

#define GMAT_SWEEP_TABLE(symbol, path) \
  Table { path, gmat_sweep_data_##symbol, gmat_sweep_data_##symbol##_end }

GMAT_SWEEP_EMBED(leap_seconds, "leap_seconds.txt")
GMAT_SWEEP_EMBED(earth_orientation, "earth_orientation.txt")
GMAT_SWEEP_EMBED(nutation, "nutation.txt")
GMAT_SWEEP_EMBED(icrf_rotation, "icrf_rotation.txt")
GMAT_SWEEP_EMBED(jgm2, "gravity/JGM2.txt")
GMAT_SWEEP_EMBED(jgm3, "gravity/JGM3.txt")
GMAT_SWEEP_EMBED(egm96, "gravity/EGM96.txt")
GMAT_SWEEP_EMBED(lp165p, "gravity/LP165P.txt")
GMAT_SWEEP_EMBED(mgnp180u, "gravity/MGNP180U.txt")
GMAT_SWEEP_EMBED(mars50c, "gravity/Mars50c.txt")
GMAT_SWEEP_EMBED(earth_exponential, "atmosphere/earth_exponential.txt")
GMAT_SWEEP_EMBED(mars_exponential, "atmosphere/mars_exponential.txt")

namespace gmat_sweep::astro {
namespace {

struct Table {
  std::string_view path;
  const char* begin;
  const char* end;
};

}  // namespace

std::optional<std::string_view> embedded_table(std::string_view path) {
  static const std::array tables{
      GMAT_SWEEP_TABLE(leap_seconds, "leap_seconds.txt"),
      GMAT_SWEEP_TABLE(earth_orientation, "earth_orientation.txt"),
      GMAT_SWEEP_TABLE(nutation, "nutation.txt"),
      GMAT_SWEEP_TABLE(icrf_rotation, "icrf_rotation.txt"),
      GMAT_SWEEP_TABLE(jgm2, "gravity/JGM2.txt"),
      GMAT_SWEEP_TABLE(jgm3, "gravity/JGM3.txt"),
      GMAT_SWEEP_TABLE(egm96, "gravity/EGM96.txt"),
      GMAT_SWEEP_TABLE(lp165p, "gravity/LP165P.txt"),
      GMAT_SWEEP_TABLE(mgnp180u, "gravity/MGNP180U.txt"),
      GMAT_SWEEP_TABLE(mars50c, "gravity/Mars50c.txt"),
      GMAT_SWEEP_TABLE(earth_exponential, "atmosphere/earth_exponential.txt"),
      GMAT_SWEEP_TABLE(mars_exponential, "atmosphere/mars_exponential.txt"),
  };
  for (const Table& table : tables)
    if (table.path == path)
      return std::string_view(table.begin, static_cast<std::size_t>(table.end - table.begin));
  return std::nullopt;
}

}  // namespace gmat_sweep::astro
