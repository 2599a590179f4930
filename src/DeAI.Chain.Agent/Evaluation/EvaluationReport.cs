namespace DeAI.Chain.Agent.Evaluation;

/// <summary>How good a model's answers are on flights that it has not seen.</summary>
/// <param name="Rows">Flights.</param>
/// <param name="LateRows">Those that arrived more than 15 minutes late.</param>
/// <param name="Auc">The chance that a late flight is ranked above a punctual one; ties count half (Mann and Whitney 1947). NaN where all rows are of one kind.</param>
/// <param name="MeanAbsoluteError">Of the predicted delay, minutes.</param>
public sealed record EvaluationReport(int Rows, int LateRows, double Auc, double MeanAbsoluteError);
