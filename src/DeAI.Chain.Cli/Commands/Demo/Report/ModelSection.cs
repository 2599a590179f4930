namespace DeAI.Chain.Cli.Commands.Demo.Report;

/// <summary>What the models are worth on flights that nobody trained on.</summary>
/// <param name="LocalAuc">Of the models that each member could train alone, with as many steps as the joint one had.</param>
/// <param name="JointMaeMinutes">Mean absolute error of the joint model's minutes.</param>
/// <param name="MedianMaeMinutes">The same of the best constant guess, the median delay.</param>
internal sealed record ModelSection(IReadOnlyList<double> LocalAuc, double JointAuc, double JointMaeMinutes, double MedianMaeMinutes);
