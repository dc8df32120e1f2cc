#include "report/page_assets.hpp"

#define GMAT_SWEEP_EMBED(symbol, path)                                                      \
  __asm__(                                                                                  \
      ".pushsection .rodata\n"                                                              \
      ".hidden gmat_sweep_page_" #symbol                                                    \
      "\n"                                                                                  \
      ".hidden gmat_sweep_page_" #symbol                                                    \
      "_end\n"                                                                              \
      ".globl gmat_sweep_page_" #symbol                                                     \
      "\n"                                                                                  \
      ".globl gmat_sweep_page_" #symbol                                                     \
      "_end\n"                                                                              \
      "gmat_sweep_page_" #symbol ":\n.incbin \"" path                                       \
      "\"\n"                                                                                \
      "gmat_sweep_page_" #symbol                                                            \
      "_end:\n"                                                                             \
      ".popsection\n");                                                                     \
  extern "C" {                                                                              \
  extern const char gmat_sweep_page_##symbol[] __attribute__((visibility("hidden")));       \
  extern const char gmat_sweep_page_##symbol##_end[] __attribute__((visibility("hidden"))); \
  }

GMAT_SWEEP_EMBED(style, GMAT_SWEEP_PAGE_DIR "/page.css")
GMAT_SWEEP_EMBED(script, GMAT_SWEEP_PAGE_DIR "/page.js")
GMAT_SWEEP_EMBED(vega, GMAT_SWEEP_VEGA_DIR "/vega.js")
GMAT_SWEEP_EMBED(vega_lite, GMAT_SWEEP_VEGA_DIR "/vega-lite.js")
GMAT_SWEEP_EMBED(vega_embed, GMAT_SWEEP_VEGA_DIR "/vega-embed.js")

namespace gmat_sweep::report {

PageAssets page_assets() {
  return {{gmat_sweep_page_style, gmat_sweep_page_style_end},
          {gmat_sweep_page_script, gmat_sweep_page_script_end},
          {gmat_sweep_page_vega, gmat_sweep_page_vega_end},
          {gmat_sweep_page_vega_lite, gmat_sweep_page_vega_lite_end},
          {gmat_sweep_page_vega_embed, gmat_sweep_page_vega_embed_end}};
}

}  // namespace gmat_sweep::report
