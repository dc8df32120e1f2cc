#include "gmat_sweep/once.hpp"
#include "pools/worker.hpp"

int main() {
  gmat_sweep::WorkerParts parts;
  parts.make_engine = gmat_sweep::make_engine;
  return gmat_sweep::worker_program_main(parts);
}
