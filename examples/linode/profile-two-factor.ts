import { createInterface } from "node:readline/promises";
import { LinodeClient } from "@clientwright/linode";

/** Switches two-factor sign-in on and, on demand, off again. Three security questions have to be answered before. */
export async function main(
  client: LinodeClient = LinodeClient.fromEnv(),
  ask: (question: string) => Promise<string> = askOnTerminal,
): Promise<void> {
  const { security_questions: questions } = await client.listSecurityQuestions();
  const answers = [];
  for (const { id, question } of questions.slice(0, 3))
    answers.push({ question_id: id, response: await ask(`${question} `) });
  await client.answerSecurityQuestions({ security_questions: answers });

  const { secret, expiry } = await client.createTwoFactorSecret();
  console.log(`until ${expiry}, put this into the app on your phone: ${secret}`);
  const { scratch } = await client.confirmTwoFactor({ tfa_code: await ask("Which code does it show? ") });
  console.log(`write this down, for when the phone is lost; it is never shown again: ${scratch}`);

  if ((await ask("Switch it off again? ")) !== "yes") return;
  await client.disableTwoFactor();
  console.log("two-factor sign-in is off");
}

async function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

if (import.meta.filename === process.argv[1]) await main();
