const SECRET_NAME =
  /secret|token|passw|passphrase|passcode|pwd|credential|private|(?<!public[-_ ]?)key([-_ ]?(s|material|data|value))?$/i;

/**
 * Whether a field's name says that its value is a secret: Okta does not publish which settings of a
 * catalog app are, and shows them to whoever may read apps. Rather one too many: a hidden address is
 * seen in the console, a shown key is in every log.
 */
export function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name);
}
