#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "astro/data_catalogue.hpp"
#include "mission/diagnostics.hpp"
#include "mission/literal.hpp"
#include "mission/program.hpp"
#include "script/views.hpp"

namespace gmat_sweep::mission {

/// Turns a script into a Program, noting all that cannot be. One object serves
/// one script.
class Compiler {
 public:
  Compiler(const script::Script& script, const astro::DataCatalogue& data);

  /// The Program is whole only when `diagnostics` is empty.
  Program run();
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  // compile.cpp: resources and their fields
  void create(const script::Resource& resource);
  ObjectId add_object(std::string name, const ResourceType& type, script::Location location);
  void size_array(ObjectId id, const script::Resource& resource);
  void set_solar_system(const script::Assignment& assignment);
  void assign(const script::Assignment& assignment);
  void assign_value(ObjectId id, const script::Assignment& assignment);
  bool copy_spacecraft(ObjectId to, const script::Assignment& assignment);
  void assign_element(const script::Assignment& assignment);
  void assign_field(ObjectId id, std::string_view field, const script::Assignment& assignment);
  void assign_spacecraft(ObjectId id, std::size_t index, const FieldValue& value,
                         const script::Assignment& assignment);
  void set_date_format(SpacecraftState& state, const std::string& name);
  void set_epoch(std::size_t spacecraft, const std::string& text, astro::EpochFormat format,
                 const script::Location& location);
  void note_primary_bodies(ObjectId force_model, const Names& bodies,
                           const script::Location& location);
  ObjectId gravity_field(ObjectId force_model, std::string_view body,
                         const script::Location& location);
  void check_frames();
  void finish_spacecraft();
  void check_references();

  // compile_hardware.cpp
  /// Where the script last sets that field, or else creates the object.
  script::Location where_set(ObjectId id, std::string_view field) const;
  /// Makes the copies of tanks, thrusters and power systems that spacecraft carry.
  void attach_hardware();
  void attach_listed(ObjectId spacecraft, std::size_t field);
  /// Makes the copies of what an assignment in the mission sequence brings on board. False, with a
  /// diagnostic, for what is no such hardware.
  bool attach_named(ObjectId spacecraft, std::size_t field, const FieldValue& value,
                    const script::Location& location);
  void attach(ObjectId spacecraft, ObjectId source);
  /// What `from` carries, for `to` as well: `to = from` may come.
  void attach_copies(ObjectId to, ObjectId from);
  void check_hardware();
  void check_thruster(ObjectId id);
  void check_fitted_thruster(const OwnedHardware& owned);
  void check_burns();
  void check_attitudes();
  void finite_burn_command(const script::Command& source, std::vector<Command>& out);
  void check_firing(const FiniteBurnCommand& command, const script::Location& location);
  /// `Burn1.EarthFixed.Element1`. Nothing, with a diagnostic, for another name.
  std::optional<Expression> burn_expression(ObjectId burn, const script::Path& path,
                                            const script::Location& location);
  /// Whether it is what the script created, which spacecraft carry copies of: in the mission
  /// sequence only those are read and set, as in GMAT.
  bool is_hardware_template(ObjectId id) const;
  std::string hardware_hint(ObjectId id, std::string_view field) const;
  /// Nothing for a name that is no parameter of the object's type.
  std::optional<Expression> computed_expression(ObjectId spacecraft, ObjectId object,
                                                std::string_view name) const;

  void check_force_models();
  void compile_reports();

  // compile_expression.cpp
  std::optional<Expression> expression(const script::Expression& source);
  std::optional<Expression> real_expression(const script::Expression& source);
  std::optional<Expression> path_expression(const script::Expression& source);
  std::optional<Expression> call_expression(const script::Expression& source);
  std::optional<Expression> element_expression(const script::Expression& source, ObjectId id);
  std::optional<Expression> function_expression(const script::Expression& source,
                                                const FunctionType& function);
  std::optional<Expression> argument_expression(const script::Expression& source, char kind,
                                                const FunctionType& function);
  std::optional<Expression> matrix_expression(const script::Expression& source);
  std::optional<Expression> dotted_expression(const script::Expression& source);
  std::optional<Expression> spacecraft_expression(ObjectId id, const script::Path& path,
                                                  const script::Location& location);
  std::optional<Expression> binary_expression(const script::Expression& source);
  std::optional<Expression> place_expression(const script::Path& path,
                                             const script::Location& location);
  std::optional<Expression> field_expression(ObjectId id, std::string_view field,
                                             const script::Location& location);
  std::optional<FrameId> dependency(const ParameterType& type, std::string_view name,
                                    const script::Location& location);
  std::size_t view(std::size_t spacecraft, FrameId frame);
  FrameId frame_about(astro::Body body);
  std::optional<Target> target(const script::Expression& source);
  bool may_change_in_sequence(const Target& target) const;
  std::optional<Target> field_target(ObjectId id, const script::Path& path,
                                     const script::Location& location);
  /// Whether `name` is a resource whose type is not supported: its Create has
  /// said so already.
  bool is_unsupported(std::string_view name) const;
  void unknown_name(std::string_view name, const script::Location& location);
  /// Null, with a diagnostic, when `name` is not a resource of that type.
  std::optional<ObjectId> resource(std::string_view name, std::string_view type,
                                   const script::Location& location);

  // compile_command.cpp
  std::vector<Command> block(const std::vector<script::Command>& source);
  void command(const script::Command& source, std::vector<Command>& out);
  void assignment_command(const script::Command& source, std::vector<Command>& out);
  std::optional<Expression> assigned_value(const Target& left, const script::Expression& source);
  std::optional<Expression> assigned_object(ObjectId left, const script::Expression& source);
  std::optional<Expression> assigned_text(const script::Expression& source);
  std::optional<Expression> constant_value(const Target& left, const script::Expression& source);
  void report_command(const script::Command& source, std::vector<Command>& out);
  void propagate_command(const script::Command& source, std::vector<Command>& out);
  std::optional<ObjectId> stop_spacecraft(const Expression& value) const;
  std::optional<StopInfo> stop(const script::Expression& source);
  std::optional<double> constant(const script::Expression& source, std::string_view what);
  void maneuver_command(const script::Command& source, std::vector<Command>& out);
  void if_command(const script::Command& source, std::vector<Command>& out);
  void while_command(const script::Command& source, std::vector<Command>& out);
  void for_command(const script::Command& source, std::vector<Command>& out);
  void toggle_command(const script::Command& source, std::vector<Command>& out);
  bool is_display(const script::Expression& source) const;
  /// What GMAT compares and counts with: a number, a Variable, an element or a parameter.
  std::optional<Expression> plain_operand(const script::Expression& source);
  std::optional<Expression> condition(const script::Expression& source);

  // compile_call.cpp
  void compile_functions();
  void call_command(const script::Command& source, std::vector<Command>& out);
  void built_in_call(const script::Command& source, std::vector<Command>& out);
  void function_call(const script::Command& source, std::size_t function,
                     std::vector<Command>& out);
  std::optional<AssignCommand> transfer(const script::Expression& to,
                                        const script::Expression& from);
  void global_command(const script::Command& source);
  void add_element_columns(ReportInfo& report, ReportColumn& column);
  std::optional<ReportColumn> column(ReportInfo& report, const script::Expression& source);

  // compile_vector.cpp
  /// `Sat.Quaternion`, `Sat.FM.BurnTorque`.
  std::optional<Expression> vector_expression(ObjectId id, const VectorParameter& vector,
                                              const script::Path& path,
                                              const script::Location& location);
  /// As `expression`, but without whole vectors, which GMAT does not calculate with.
  std::optional<Expression> operand_expression(const script::Expression& source);
  /// The value of a field that is a list of numbers.
  std::optional<Expression> assigned_list(const Target& left, const script::Expression& source);
  /// What is wrong with setting a vector that GMAT does not let be set; empty otherwise.
  std::string problem_with_setting(ObjectId id, const script::Path& path) const;

  // compile_transition.cpp
  bool propagates_transition(const script::PropagateView& source);
  std::optional<Expression> block_expression(ObjectId id, const MatrixParameter& block,
                                             const script::Path& path,
                                             const script::Location& location);
  std::optional<Expression> assigned_transition(const script::Expression& source);

  // compile_write.cpp
  void check_written(const ReportCommand& report, const script::Command& source);
  void write_command(const script::Command& source, std::vector<Command>& out);
  void set_command(const script::Command& source, std::vector<Command>& out);

  // compile_solver.cpp
  /// A Target or Optimize being compiled, and the variables and goals found in it so far.
  struct TargetScope {
    std::string solver;
    std::size_t slot = 0;
    bool optimize = false;
    std::vector<std::string> names;  ///< what an override may call the command
    std::vector<std::string> variables;
    std::vector<std::string> goals;
    std::string objective;
  };
  std::optional<ObjectId> solver_of(const script::Command& source, const std::string& name);
  void target_command(const script::Command& source, std::vector<Command>& out);
  void target_option(const script::Expression& option, TargetCommand& result);
  void vary_command(const script::Command& source, std::vector<Command>& out);
  void achieve_command(const script::Command& source, std::vector<Command>& out);
  void minimize_command(const script::Command& source, std::vector<Command>& out);
  void constraint_command(const script::Command& source, std::vector<Command>& out);
  /// The innermost Target or Optimize of that solver around the command. Null, with a diagnostic,
  /// without one.
  TargetScope* target_of(const std::string& solver, const script::Location& location);
  /// What overrides may call a command: `For2` by number, and its label.
  std::vector<std::string> names_of_command(const std::string& keyword, const std::string& label);
  /// Makes the value of a command one that overrides can name: `Target1.Vary.x`.
  Setting setting(Expression value, const std::vector<std::string>& commands,
                  std::string_view name);

  const script::Script& script_;
  const astro::DataCatalogue& data_;
  astro::TimeConverter times_;
  Program program_;
  Diagnostics diagnostics_;
  std::vector<TargetScope> targets_;
  std::string function_prefix_;  ///< of the function being compiled: `half.`
  std::map<std::string, int> command_counts_;
  std::vector<script::Location> orbit_locations_;   ///< where each was last touched
  std::map<ObjectId, script::Location> set_where_;  ///< last assignment to each object
};

}  // namespace gmat_sweep::mission
