#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "mission/field_table.hpp"
#include "mission/functions.hpp"
#include "mission/hardware.hpp"
#include "mission/matrix_parameter.hpp"
#include "mission/object_parameter.hpp"
#include "mission/orbit_view.hpp"
#include "mission/parameter_table.hpp"
#include "mission/place_parameter.hpp"
#include "mission/spacecraft.hpp"
#include "mission/vector_parameter.hpp"
#include "script/script.hpp"

/// A mission script compiled: names resolved to numbers, types checked. Nothing
/// here changes while the mission runs.
namespace gmat_sweep::mission {

/// A resource of the script, or one that another owns
/// (`FM.GravityField.Earth`).
struct ObjectInfo {
  std::string name = {};
  const ResourceType* type = nullptr;
  script::Location location;
  std::optional<std::size_t> spacecraft = {};  ///< its place among the spacecraft
  std::optional<std::size_t> report = {};      ///< its place among the ReportFiles
  std::optional<std::size_t> hardware = {};    ///< its place in Program::hardware
  std::size_t rows = 1;                        ///< of an Array
  std::size_t columns = 1;
};

/// One node of a compiled expression.
struct Expression {
  enum class Kind : std::uint8_t {
    number,
    text,
    field,      ///< of `object`, at `index`: Variables, Strings and whole Arrays too
    element,    ///< of the Array `object`; operands are the row and the column
    parameter,  ///< `parameter` seen through the view at `index`
    place,      ///< `place` of a point, in the frame at `index`
    block,      ///< `block` of the state transition matrix of the spacecraft `object`
    computed,   ///< `computed` of `object`; `index` is the spacecraft that owns it, or a frame
    vector,     ///< `vector` of the spacecraft `object`
    call,       ///< `function` of the operands
    matrix,     ///< `[1 2; 3 4]`, the operands row by row
    negate,
    transpose,
    binary,  ///< `op` of two operands
    object   ///< a whole resource, as the side of an assignment
  };
  Kind kind = Kind::number;
  ValueType type = ValueType::real;
  double number = 0.0;
  std::string text = {};
  std::optional<FieldValue> constant = {};  ///< for fields that hold neither numbers nor text
  ObjectId object = 0;
  std::size_t index = 0;
  const ParameterType* parameter = nullptr;
  const ObjectParameter* computed = nullptr;
  const MatrixParameter* block = nullptr;
  const VectorParameter* vector = nullptr;
  PlaceUse place = {};
  const FunctionType* function = nullptr;
  script::BinaryOperator op = script::BinaryOperator::add;
  bool second_output = false;  ///< of a call: the function's second output
  /// The size of an array; none rows when only the run will tell.
  std::size_t rows = 1;
  std::size_t columns = 1;
  std::vector<Expression> operands = {};
};

/// A parameter and the view it is seen through.
struct ParameterUse {
  const ParameterType* parameter = nullptr;
  std::size_t view = 0;
};

/// A value of a command that an override can name (`Target1.Vary.TOI.Element1`): the expression,
/// unless one did. `place` counts from 1; 0 cannot be named.
struct Setting {
  Expression value = {};
  std::size_t place = 0;
};

/// What an assignment writes to.
struct Target {
  enum class Kind : std::uint8_t {
    field,       ///< `index` of `object`
    element,     ///< of the Array `object` at `row`, `column`
    orbit,       ///< element `label` of the spacecraft `object`; null: Element`index
                 ///< + 1`
    epoch,       ///< the spacecraft's epoch in `format`; without: in its DateFormat
    object,      ///< all of it
    transition,  ///< the state transition matrix of the spacecraft `object`
    setting,     ///< the Setting at `index`
    body         ///< the constant at `index` of body_fields, of GMAT's own `body`
  };
  Kind kind = Kind::field;
  ObjectId object = 0;
  std::size_t index = 0;
  astro::Body body = astro::Body::earth;
  std::vector<Expression> subscripts = {};
  const ElementLabel* label = nullptr;
  std::optional<astro::EpochFormat> format = {};
  std::optional<FrameId> frame = {};  ///< of an orbit element; none: the spacecraft's own
  /// Set as before the mission sequence, where the state keeps its numbers whatever the format of
  /// an epoch, and an attitude begins anew.
  bool before_mission = false;
};

struct Command;

struct AssignCommand {
  Target target;
  Expression value;
};

/// One column of a report.
struct ReportColumn {
  std::string name = {};  ///< as GMAT's header has it
  Expression value;
  std::size_t table_column = 0;  ///< where it goes in the report's table
};

struct ReportCommand {
  std::size_t report = 0;
  std::vector<ReportColumn> columns = {};
  std::size_t slot = 0;  ///< its place among the Report commands
};

/// Toggle: whether ReportFiles get rows at the steps of Propagates.
struct ToggleCommand {
  std::vector<std::size_t> reports = {};
  bool on = true;
};

struct StopInfo {
  std::string name = {};
  Expression value;
  std::optional<Expression> goal = {};
  std::size_t spacecraft = 0;
};

struct PropagateGroup {
  ObjectId propagator = 0;
  std::vector<ObjectId> spacecraft = {};
  script::Location location;
};

struct PropagateCommand {
  std::vector<PropagateGroup> groups = {};
  bool synchronized = false;
  bool forward = true;
  bool transition = false;  ///< the state transition matrices too
  double stop_tolerance = 0.0;
  std::vector<StopInfo> stops = {};
  std::size_t slot = 0;  ///< its place among the Propagate commands
};

struct ManeuverCommand {
  ObjectId burn = 0;
  ObjectId spacecraft = 0;
  bool back_prop = false;
};

/// BeginFiniteBurn and EndFiniteBurn.
struct FiniteBurnCommand {
  bool begins = true;
  ObjectId burn = 0;
  ObjectId spacecraft = 0;
};

struct IfBranch {
  std::optional<Expression> condition = {};  ///< none: Else
  std::vector<Command> body;
};

struct IfCommand {
  std::vector<IfBranch> branches = {};
};

struct WhileCommand {
  Expression condition;
  /// The spacecraft whose ElapsedSecs or ElapsedDays the condition reads: there they count from the
  /// loop's start.
  std::vector<std::size_t> timed_spacecraft = {};
  std::vector<Command> body;
};

struct ForCommand {
  ObjectId variable = 0;
  Setting start;
  Setting step;
  Setting end;
  std::vector<Command> body;
};

struct ScriptBlock {
  std::vector<Command> body;
};

/// Target and Optimize: the body is run again and again until the goals are met, or the objective
/// is least.
struct TargetCommand {
  enum class Exit : std::uint8_t { discard, save, stop };
  ObjectId solver = 0;
  bool optimize = false;
  bool only_initial_guess = false;
  Exit exit = Exit::discard;
  std::string name = {};                    ///< its label, or `Target2` by number
  std::vector<std::string> variables = {};  ///< as the Vary commands name them
  std::vector<std::string> goals = {};      ///< of Achieve, or NonlinearConstraint
  std::string objective = {};               ///< of Minimize; empty without one
  std::vector<Command> body;
  std::size_t slot = 0;             ///< its place among the Target and Optimize commands
  std::size_t first_propagate = 0;  ///< the slots of the Propagate commands within
  std::size_t last_propagate = 0;
};

struct VaryCommand {
  std::size_t target_slot = 0;
  std::size_t variable = 0;
  Target target;
  Setting initial;
  Setting perturbation;
  Setting lower;
  Setting upper;
  Setting max_step;
  Setting additive;
  Setting multiplicative;
};

struct AchieveCommand {
  std::size_t target_slot = 0;
  std::size_t goal_index = 0;
  Expression value;
  Setting goal;
  Setting tolerance;
};

struct MinimizeCommand {
  std::size_t target_slot = 0;
  Expression value;
};

struct ConstraintCommand {
  enum class Relation : std::uint8_t { equal, at_most, at_least };
  std::size_t target_slot = 0;
  std::size_t goal_index = 0;
  Relation relation = Relation::equal;
  Expression value;
  Setting bound;
};

struct StopCommand {};

/// A built-in function called for what it does: SetSeed.
struct EvaluateCommand {
  Expression value;
};

/// A call of a function in a file: its locals begin anew, the inputs are assigned, the body runs,
/// the outputs are assigned.
struct CallCommand {
  std::size_t function = 0;
  std::vector<AssignCommand> inputs = {};
  std::vector<AssignCommand> outputs = {};
};

struct Command {
  std::variant<AssignCommand, ReportCommand, PropagateCommand, ManeuverCommand, IfCommand,
               WhileCommand, ForCommand, ScriptBlock, TargetCommand, VaryCommand, AchieveCommand,
               MinimizeCommand, ConstraintCommand, StopCommand, EvaluateCommand, CallCommand,
               FiniteBurnCommand, ToggleCommand>
      what;
  script::Location location;
};

enum class ColumnType : std::uint8_t { real, timestamp, text };

struct TableColumn {
  std::string name = {};
  ColumnType type = ColumnType::real;
};

/// A ReportFile: what it writes at every step, and the columns of its table,
/// those of Report commands included, each name once in the order of first
/// mention.
struct ReportInfo {
  ObjectId object = 0;
  std::vector<ReportColumn> added = {};
  std::vector<TableColumn> columns = {};
};

/// A function in a file, for one combination of the types of its inputs.
struct FunctionInfo {
  std::string name = {};
  std::vector<ObjectId> locals = {};
  std::vector<Command> body;
  std::size_t first_propagate = 0;  ///< the slots of the Propagate commands within
  std::size_t last_propagate = 0;
};

/// A compiled script. Shared by all runs, from any thread.
struct Program {
  script::Script script;
  std::vector<ObjectInfo> objects = {};
  std::vector<std::vector<FieldValue>> fields = {};  ///< of each object, as the script leaves them
  std::vector<SpacecraftState> spacecraft = {};
  std::vector<PendingOrbit> orbits = {};  ///< of each spacecraft, as the script gives it
  std::vector<ObjectId> spacecraft_objects = {};
  std::vector<OwnedHardware> hardware = {};
  std::vector<FrameInfo> frames = {};
  std::vector<ViewInfo> views = {};
  std::vector<ReportInfo> reports = {};
  std::vector<FunctionInfo> functions = {};
  std::vector<Command> commands = {};
  std::vector<ParameterUse> parameters = {};  ///< all that expressions read
  astro::BodyTable bodies = {};               ///< with the constants the script sets
  std::size_t propagate_count = 0;
  std::size_t report_command_count = 0;
  std::size_t target_count = 0;
  /// Every Setting by its names, and how many there are.
  std::map<std::string, std::size_t, std::less<>> settings = {};
  std::size_t setting_count = 0;

  std::map<std::string, ObjectId, std::less<>> by_name = {};

  std::optional<ObjectId> find(std::string_view name) const;
  /// A coordinate system by its name.
  std::optional<FrameId> find_frame(std::string_view name) const;
  /// The names of all that a script may use, for messages.
  std::vector<std::string> frame_names() const;
  /// Of the resources a script names, for "did you mean".
  std::vector<std::string> object_names() const;
};

/// A field of an object, or of one it owns.
struct FieldPlace {
  ObjectId object = 0;
  std::size_t index = 0;
};

/// The field `name` of an object: `SMA`, `SRP.Flux`,
/// `GravityField.Earth.Degree`. Nothing when it has none of that name (yet:
/// gravity fields come with the bodies that have them).
std::optional<FieldPlace> find_field(const Program& program, ObjectId object,
                                     std::string_view name);

/// `GravityField.Earth.Degree`, and GMAT's older spellings, taken apart.
struct GravityFieldName {
  std::string_view body = {};
  std::string_view field = {};
};
std::optional<GravityFieldName> split_gravity_field(std::string_view name);

/// What an assignment to `path`, a field of the object `id`, writes to.
/// Nothing, and why, when it cannot be written.
std::optional<Target> find_target(const Program& program, ObjectId id, const script::Path& path,
                                  std::string& problem);

/// A table column's type, from the expression that fills it.
ColumnType column_type(const Expression& value);

}  // namespace gmat_sweep::mission
