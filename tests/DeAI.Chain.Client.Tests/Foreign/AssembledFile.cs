using System.Text;
using DeAI.Chain.Client.Proofs;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>A proof file put together by hand.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Code">What both verifiers have to refuse it with; "" where it is true and they have to accept it.</param>
internal sealed record AssembledFile(string Name, string Code, byte[] Bytes)
{
    public static AssembledFile Of(string name, string code, ProofFile proof) => new(name, code, Encoding.UTF8.GetBytes(proof.ToJson()));

    public static AssembledFile True(string name, ProofFile proof) => Of(name, string.Empty, proof);
}
