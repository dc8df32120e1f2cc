# Vega, Vega-Lite and Vega-Embed, taken from their npm packages at pinned versions and digests into
# build/third_party/vega by scripts/fetch_vega, and assembled into the report module.
set(GMAT_SWEEP_VEGA_DIR "${PROJECT_SOURCE_DIR}/build/third_party/vega"
    CACHE PATH "Folder that holds vega.js, vega-lite.js and vega-embed.js")
if(NOT EXISTS "${GMAT_SWEEP_VEGA_DIR}/vega-embed.js")
  message(STATUS "Fetching Vega into ${GMAT_SWEEP_VEGA_DIR}")
  execute_process(COMMAND "${PROJECT_SOURCE_DIR}/scripts/fetch_vega" "${GMAT_SWEEP_VEGA_DIR}"
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
