namespace DeAI.Chain.ProtocolModel.Tests;

/// <summary>As <see cref="SpinFactAttribute"/>, once for each line of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpinTheoryAttribute : TheoryAttribute
{
    public SpinTheoryAttribute() => Skip = Spin.Missing;
}
