#include "sweep/context_file.hpp"

#include <fmt/format.h>

#include "gmat_sweep/errors.hpp"
#include "sweep/line_reader.hpp"

namespace gmat_sweep {

std::vector<Value::Map> read_contexts(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw SweepConfigError(fmt::format("context file not found: {}", path.string()));
  }
  std::vector<Value::Map> contexts;
  LineReader reader(path);
  for (LineReader::Line line; reader.next(line);) {
    try {
      contexts.push_back(parse_json(line.text).as_map());
    } catch (const GmatSweepError& error) {
      throw SweepConfigError(fmt::format("{}:{}: a context is one JSON object a line: {}",
                                         path.string(), line.number, error.what()));
    }
  }
  return contexts;
}

}  // namespace gmat_sweep
