#pragma once

#include <string_view>

namespace gmat_sweep::script {

/// One script with every construct of the language.
inline constexpr std::string_view full_script = R"(% Every construct of the language
Create Spacecraft Sat1 Sat2;
Create Spacecraft Sat3, Sat4
GMAT Sat1.DateFormat = UTCGregorian;
GMAT Sat1.Epoch = '01 Jan 2026 00:00:00.000';
Sat2.Epoch = 01 Jan 2026 00:00:00.000
Sat1.SMA = 7000.50;
Sat1.OrbitColor = [255 0 0];
Sat1.Tanks = {MainTank};
Sat2.OrbitSpiceKernelName = {'../data/a.bsp', ../data/b.bsp}
Create ForceModel FM;
FM.GravityField.Earth.Degree = 4; % degree
FM.PointMasses = {Luna Sun};
FM.SRP = Off;
Create Propagator Prop, Prop2;
Prop.FM = FM;
Prop.Accuracy = 9.999999999999999e-12;
Create Array A[3,3] B[3, 1];
A(1,1) = -1e-3
Create ReportFile RF;
RF.Filename = output/my-run.txt;
RF.Add = {Sat1.UTCGregorian, ...
          Sat1.EarthMJ2000Eq.X}
Create TrackingFileSet TFS
TFS.AddTrackingConfig = {{Station, Sat1, Station}, 'Range'};
Create CustomLinkageConstraint Link
Link.SetModelParameter('PositionUpperBound', [1.5 -2 3])
Create String Label
Label = "it's 100 % quoted"
Create Variable x y i;
Create GmatFunction Fun

BeginMissionSequence;
'Start' x = 1
BeginScript 'Set up'
   x = -y^2 + (x - 3)*-2/sqrt(x + 1) - (x - (y - 1));
   A(i, 2) = A(1,1)^(-1) + 2^-3;
   B = A'*[1, 2; 3 4]' - (A + A)';
   Label = sprintf('%d ...', x) % a comment
EndScript
Toggle RF On;
Propagate Prop(Sat1)
Propagate 'To apoapsis' Synchronized BackProp Prop(Sat1, Sat2) Prop2(Sat3) {Sat1.Earth.Apoapsis, Sat2.ElapsedSecs = -60, StopTolerance = 1e-5, OrbitColor = [0 0 255]};
Propagate -Prop(Sat1, 'STM', {Sat1.Earth.TA = 90});
Target 'Raise' DC {SolveMode = Solve, ExitMode = SaveAndContinue};
   Vary 'V' DC(TOI.Element1 = 1.0, {Perturbation = 0.0001, ...
      Lower = 0, Upper = 3.14159});
   Maneuver 'Burn' TOI(Sat1);
   Maneuver BackProp TOI(Sat1);
   Achieve DC(Sat1.Earth.RMAG = x, {Tolerance = 0.1});
EndTarget;
Optimize SQP {SolveMode = Solve}
   Vary SQP(x = 1)
   NonlinearConstraint SQP(x <= 3)
   NonlinearConstraint SQP(Sat1.SMA = 7000, Tolerance = 2)
   Minimize SQP(y);
EndOptimize
For i = 1:2:9
   While x < 3 & y >= 2 | x ~= y
      If 'Which' x == 1
         [x, y] = Fun(x, 'text');
      ElseIf x > 2
         Fun
      Else 'Otherwise'
         Fun(x)
      EndIf
   EndWhile
EndFor
For i = 1:y+1
EndFor
BeginFiniteBurn FB(Sat1, Sat2);
EndFiniteBurn FB(Sat1, Sat2)
BeginFileThrust T(Sat1)
EndFileThrust T(Sat1)
[x] = Python.Module.f(Sat1.SMA, 3)
Report 'Now' RF Sat1.UTCGregorian x A(1,2);
FindEvents CL {Append = true}
Write Sat1 x {Style = Concise, LogFile = true}
Set Sat1 tvhf (Data = {'Epoch'})
PenUp P1 P2
PenDown P1
MarkPoint P1
ClearPlot P1
Global x y
Save Sat1
SaveMission 'copy.script'
UpdateDynamicData D Sat1.X
RunSimulator S
RunEstimator E
RunSmoother S
CommandEcho On
NoOp
Breakpoint
Frobnicate 'all' of {it}
Stop
)";

}  // namespace gmat_sweep::script
