#include "pools/acting_engine.hpp"
#include "pools/worker.hpp"

int main() { return gmat_sweep::worker_program_main(gmat_sweep::test::acting_parts()); }
