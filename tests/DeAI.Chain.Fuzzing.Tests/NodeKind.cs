namespace DeAI.Chain.Fuzzing.Tests;

internal enum NodeKind
{
    Scalar = 0,
    Array = 1,
    Text = 2,
    Binary = 3,
}
